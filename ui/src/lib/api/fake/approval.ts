import type { ApprovalScreen, ApprovalView, ErrorView, FundingPreference } from '../bindings';
import { cards, coffee, inMinutes, yen } from './data';
import { item, leg, rewards } from './orders';
import { scenario } from './scenario';

const WRONG_PIN = '111111';
let triesLeft = 5;

const DEFAULT: FundingPreference = { usePoints: true, useGift: true, cardId: null, order: [] };

function funding({ usePoints, useGift }: FundingPreference) {
	if (usePoints && useGift)
		return [leg('points', 480, 82, 0, 7), leg('gift', 1860, 316, 0, 12), leg('card', 3540, 602)];
	if (useGift) return [leg('gift', 1860, 316, 0, 12), leg('card', 4020, 684)];
	return usePoints ? [leg('points', 480, 82, 0, 7), leg('card', 5400, 918)] : [leg('card', 5880, 1000)];
}

export function screen(preference = DEFAULT): ApprovalScreen {
	const legs = funding(preference);
	return {
		language: scenario.language,
		openedFrom: 'link',
		mark: { picture: 2, tint: 3 },
		fingerprint: scenario.is('finger'),
		proposal: {
			terms: {
				proposalId: 'proposal-1',
				nonce: '00',
				checkoutSessionId: 'checkout-1',
				payee: { merchantId: coffee.merchantId, name: coffee.name, domain: coffee.domain },
				amount: yen(5880),
				items: [
					item('深煎りブレンド 豆 200g', 2, 1480, 'reduced'),
					item('円すいドリッパー 白磁', 1, 2420, 'standard'),
					item('送料', 1, 500, 'standard')
				],
				funding: legs.map(({ kind, instrumentId, amount }) => ({ kind, instrumentId, amount })),
				standing: scenario.is('standing')
					? { frequency: { unit: 'month', value: 1 }, each: yen(5880), month: yen(5880) }
					: null,
				expiresAt: inMinutes(scenario.is('expired') ? -1 : 4.4)
			},
			merchant: coffee,
			timesPaid: 2,
			funding: legs,
			preference,
			unusable: [],
			cards,
			pointsAvailable: yen(480),
			giftAvailable: yen(1860),
			rewards: rewards(5400, false),
			tax: yen(484),
			secondFactor: scenario.is('factor'),
			credentialIds: ['credential-1']
		}
	};
}

export function approve(pin: string): ApprovalView {
	const refuse = (view: ErrorView) => {
		throw view;
	};
	if (pin === WRONG_PIN) refuse({ code: 'approval.pin_wrong', message: 'wrong', triesLeft: --triesLeft });
	if (scenario.is('locked'))
		refuse({ code: 'approval.pin_locked', message: 'locked', retryAt: inMinutes(5) });
	if (scenario.is('changed')) refuse({ code: 'approval.terms_changed', message: 'changed' });
	return outcome();
}

export function outcome(): ApprovalView {
	const view = { orderId: 'S03-4820301-7702941', outcome: 'authorized', declineCode: null } as const;
	if (scenario.is('declined')) return { ...view, outcome: 'declined', declineCode: 'insufficient_funds' };
	if (scenario.is('bank')) return { ...view, outcome: 'atBank', bankPage: 'https://bank.example' };
	return scenario.is('processing') ? { ...view, outcome: 'processing' } : view;
}
