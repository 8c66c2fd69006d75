import type { CardView, FundingPreference } from '../bindings';
import type { Commands } from '..';
import { answer, refuse } from './answer';
import { cards } from './data';
import { scenario } from './scenario';

let order: CardView[] = scenario.is('empty') ? [] : [...cards];
let preference: FundingPreference = { usePoints: true, useGift: true, cardId: null, order: [] };

/** The default card first, as the service answers. */
export const linkedCards = (): CardView[] => [
	...order.filter((card) => card.isDefault),
	...order.filter((card) => !card.isDefault)
];

function change(cardId: string, changed: Partial<CardView>) {
	const found = order.find((card) => card.cardId === cardId);
	if (!found) return refuse({ code: 'card.not_found' });
	const card = { ...found, ...changed };
	order = order.map((other) => (other.cardId === cardId ? card : other));
	return answer(card);
}

export const cardCommands = {
	linkCard: ({ number }) => {
		if (number.endsWith('0002')) return refuse({ code: 'card.declined' });
		if (number.endsWith('3184')) return answer({ kind: 'bank' as const, confirmationId: 'confirmation-1' });
		return answer({ kind: 'linked' as const, card: cards[0] as CardView });
	},
	confirmCard: () =>
		scenario.is('bank-waits')
			? answer({ kind: 'bank' as const, confirmationId: 'confirmation-1' })
			: answer({ kind: 'linked' as const, card: cards[1] as CardView }),
	openBankPage: () => answer(null),
	removeCard: (cardId, force) => {
		const inUse = order.find((card) => card.cardId === cardId)?.inUse ?? [];
		if (inUse.length && !force) return refuse({ code: 'card.in_use', inUse });
		order = order.filter((card) => card.cardId !== cardId);
		return answer(null);
	},
	setDefaultCard: (cardId) => {
		order = order.map((card) => ({ ...card, isDefault: false }));
		return change(cardId, { isDefault: true });
	},
	renameCard: (cardId, nickname) => change(cardId, { nickname }),
	orderCards: (cardIds) => {
		order = cardIds.flatMap((id) => order.filter((card) => card.cardId === id));
		return answer(null);
	},
	fundingPreference: () => answer(preference),
	setFundingPreference: (chosen) => {
		preference = chosen;
		return answer(preference);
	}
} satisfies Partial<Commands>;
