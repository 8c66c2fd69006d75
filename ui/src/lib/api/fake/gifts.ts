import type { GiftDesign, GiftState, GiftView, LotView } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { inDays, instruments, yen } from './data';
import { QR } from './picture';
import { scenario } from './scenario';

const CODE = '1034-5678-9ABC-DEFD';

const gift = (
	number: number,
	recipientName: string,
	amount: number,
	design: GiftDesign,
	state: GiftState,
	daysAgo: number,
	deliversIn: number
): GiftView => ({
	giftId: `gift-${number}`,
	amount: yen(amount),
	recipientName,
	recipientEmail: 'kenta@example.jp',
	message: 'お誕生日おめでとう。\n好きな本を選んでね。',
	design,
	state,
	createdAt: inDays(-daysAgo),
	deliverAt: inDays(deliversIn),
	redeemedAt: state === 'redeemed' ? inDays(-20) : null,
	expiresAt: inDays(180 - daysAgo),
	orderId: state === 'unpaid' ? null : 'S03-4820302-7702942',
	canCancel: state === 'scheduled' || state === 'sent'
});

let gifts: GiftView[] = [
	gift(1, '健太さん', 5000, 'hoshi', 'scheduled', 0, 11),
	gift(2, '田中さん', 3000, 'ume', 'sent', 4, -4),
	gift(3, 'お母さん', 10000, 'mizuhiki', 'redeemed', 26, -26),
	gift(4, '山本様', 1000, 'nami', 'canceled', 60, -60)
];
if (scenario.is('empty')) gifts = [];

const known = (giftId: string) => gifts.find((one) => one.giftId === giftId);

export const giftCommands = {
	buyGift: (request) => {
		if (request.recipientEmail.endsWith('.invalid')) return refuse({ code: 'gift.recipient' });
		return answer({ checkoutSessionId: 'checkout-1', id: 'gift-1' });
	},
	gifts: () => answer({ gifts }),
	gift: (giftId) => {
		const found = known(giftId);
		return found ? answer({ ...found }) : refuse({ code: 'gift.not_found' });
	},
	resendGift: (giftId) => {
		const found = known(giftId);
		if (!found) return refuse({ code: 'gift.not_found' });
		return scenario.is('soon')
			? refuse({ code: 'gift.resend_too_soon', retryAt: inDays(0.01) })
			: answer({ ...found });
	},
	cancelGift: (giftId) => {
		const found = known(giftId);
		if (!found?.canCancel) return refuse({ code: 'gift.not_cancelable' });
		return answer({ ...Object.assign(found, { state: 'canceled' as const, canCancel: false }) });
	},
	printGift: () => answer({ code: CODE, qr: QR }),
	redeemGift: (code) => {
		if (code.length < 8) return refuse({ code: 'gift.code_malformed' });
		return answer(instruments.gifts[1] as LotView);
	},
	giftCodeInText: (text) =>
		answer(
			/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(text.toUpperCase())?.[0] ?? (text.includes('gift') ? CODE : null)
		),
	giftCodeInPicture: () => (scenario.is('no-code') ? refuse({ code: 'gift.picture_no_code' }) : answer(CODE)),
	takeGift: () => answer(scenario.is('gift-link') ? CODE : null)
} satisfies Partial<Commands>;
