import { api, type CardView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** All that the shopper can pay with. */
export class Instruments extends Loadable<Awaited<ReturnType<typeof api.instruments>>> {
	/** The card that is asked about: really remove it? */
	removing = $state.raw<CardView | null>(null);
	readonly removal = new Action();
	readonly choice = new Action();

	constructor() {
		super(() => api.instruments());
	}

	askToRemove(card: CardView): void {
		this.removal.clear();
		this.removing = card;
	}

	keep = (): void => {
		this.removing = null;
	};

	remove = async (): Promise<void> => {
		const card = this.removing;
		if (!card) return;
		const gone = await this.removal.run(async () => void (await api.removeCard(card.cardId)));
		if (!gone) return;
		this.removing = null;
		await this.refresh();
	};

	async makeDefault(card: CardView): Promise<void> {
		const chosen = await this.choice.run(async () => void (await api.setDefaultCard(card.cardId)));
		if (chosen) await this.refresh();
	}
}
