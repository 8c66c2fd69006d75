import { api, type CardView, type InstrumentsView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** All that the shopper can pay with. */
export class Instruments extends Loadable<InstrumentsView> {
	readonly ordering = new Action();

	constructor() {
		super(() => api.instruments());
	}

	/** The card that pays when nothing else is said. */
	get usual(): CardView | undefined {
		return this.value?.cards.find((card) => card.isDefault);
	}

	/** Whether a card can change places with its neighbour: the usual card stays in front. */
	canMove(card: CardView, by: 1 | -1): boolean {
		const other = this.#neighbour(card, by);
		return other !== undefined && !card.isDefault && !other.isDefault;
	}

	/** Moves a card one place forward (−1) or back (1). */
	async move(card: CardView, by: 1 | -1): Promise<void> {
		const view = this.value;
		const other = this.#neighbour(card, by);
		if (!view || !other || !this.canMove(card, by)) return;
		const swapped = view.cards.map((one) => (one === card ? other : one === other ? card : one));
		// Shown at once; a refusal brings the old order back.
		this.value = { ...view, cards: swapped };
		const ids = swapped.map((one) => one.cardId);
		await this.ordering.run(async () => void (await api.orderCards(ids)));
		await this.refresh();
	}

	#neighbour(card: CardView, by: 1 | -1): CardView | undefined {
		const cards = this.value?.cards ?? [];
		const at = cards.findIndex((one) => one.cardId === card.cardId);
		return at < 0 ? undefined : cards[at + by];
	}
}
