import { api, type CardUseView, type CardView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import type { Instruments } from './instruments.svelte';

/** What the service takes as a name. */
export const NICKNAME_LENGTH = 20;

/** One card and what can be done to it. */
export class CardDetail {
	/** What is typed; `null` while it is as the service has it. */
	#typed = $state<string | null>(null);
	saved = $state(false);
	asking = $state(false);
	/** What uses it, learned from a refusal. */
	#uses = $state.raw<CardUseView[] | null>(null);
	readonly saving = new Action();
	readonly choice = new Action();
	readonly removal = new Action();

	constructor(
		readonly instruments: Instruments,
		readonly cardId: string
	) {}

	get card(): CardView | undefined {
		return this.instruments.value?.cards.find((card) => card.cardId === this.cardId);
	}

	get nickname(): string {
		return this.#typed ?? this.card?.nickname ?? '';
	}

	get changed(): boolean {
		return this.#typed !== null && this.#typed.trim() !== this.card?.nickname;
	}

	/** What would be left without a card. */
	get uses(): CardUseView[] {
		return this.#uses ?? this.card?.inUse ?? [];
	}

	type = (text: string): void => {
		this.#typed = [...text].slice(0, NICKNAME_LENGTH).join('');
		this.saved = false;
	};

	save = async (): Promise<void> => {
		this.saved = await this.saving.run(async () => {
			await api.renameCard(this.cardId, this.nickname.trim());
			await this.instruments.refresh();
			this.#typed = null;
		});
	};

	makeDefault = async (): Promise<void> => {
		const chosen = await this.choice.run(async () => void (await api.setDefaultCard(this.cardId)));
		if (chosen) await this.instruments.refresh();
	};

	ask = (): void => {
		this.removal.clear();
		this.asking = true;
	};

	keep = (): void => {
		this.asking = false;
	};

	/** Removes the card; answers whether it is gone. One in use is removed only after the uses were shown. */
	remove = async (): Promise<boolean> => {
		const force = this.uses.length > 0;
		const gone = await this.removal.run(async () => void (await api.removeCard(this.cardId, force)));
		if (gone) this.asking = false;
		else if (this.removal.error?.code === 'card.in_use') this.#uses = this.removal.error.inUse ?? [];
		if (gone) await this.instruments.refresh();
		return gone;
	};
}
