import { api, type GiftDesign, type GiftRequest, type PurchaseView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { AmountEntry } from '$lib/shared/amountEntry.svelte';
import { dayIn } from '$lib/shared/format/dates';

/** What the service takes. */
export const NAME_LENGTH = 50;
export const MESSAGE_LENGTH = 200;
export const MOST_DAYS = 90;

const PRESETS = ['1000', '3000', '5000'];

/** At once, or on a day. */
export type When = 'now' | 'later';

/** What has to be filled in before the card can be looked at. */
export type Missing = 'amount' | 'name' | 'email' | 'date';

/** A gift while it is written, checked and handed over for approval. */
export class Compose {
	readonly entry = new AmountEntry(PRESETS, '3000');
	design = $state<GiftDesign>('mizuhiki');
	name = $state('');
	email = $state('');
	message = $state('');
	when = $state<When>('now');
	day = $state<string | null>(null);
	/** It was tried, so that what is missing is said. */
	tried = $state(false);
	/** The card is looked at; nothing is typed any more. */
	checking = $state(false);
	/** It waits in the approval window. */
	sent = $state.raw<PurchaseView | null>(null);
	readonly buying = new Action();

	constructor(
		readonly toapproval: (purchase: PurchaseView) => void,
		readonly now = Date.now()
	) {}

	get firstDay(): string {
		return dayIn(0, this.now);
	}

	get lastDay(): string {
		return dayIn(MOST_DAYS, this.now);
	}

	/** On which day it is mailed; today is at once. */
	get deliverOn(): string | null {
		return this.when === 'now' || this.day === this.firstDay ? null : this.day;
	}

	typeName = (text: string): void => {
		this.name = [...text].slice(0, NAME_LENGTH).join('');
	};

	/** What still has to be filled in. */
	get missing(): Missing[] {
		const missing: Missing[] = [];
		if (!this.entry.amount) missing.push('amount');
		if (!this.name.trim()) missing.push('name');
		if (!/^\S+@\S+\.\S+$/.test(this.email.trim())) missing.push('email');
		if (this.when === 'later' && !this.#dayIsSound) missing.push('date');
		return missing;
	}

	check = (): void => {
		this.tried = true;
		this.checking = this.missing.length === 0;
	};

	edit = (): void => {
		this.buying.clear();
		this.checking = false;
	};

	buy = async (): Promise<void> => {
		const request = this.#request();
		if (!request) return;
		await this.buying.run(async () => {
			// Bought once: what was only not opened is opened, not bought again.
			this.sent ??= await api.buyGift(request);
			this.toapproval(this.sent);
			await api.openCheckout(this.sent.checkoutSessionId);
		});
	};

	get #dayIsSound(): boolean {
		return this.day !== null && this.day >= this.firstDay && this.day <= this.lastDay;
	}

	#request(): GiftRequest | null {
		const { amount } = this.entry;
		if (!amount) return null;
		return {
			amount,
			design: this.design,
			recipientName: this.name.trim(),
			recipientEmail: this.email.trim(),
			message: this.message.trim(),
			deliverOn: this.deliverOn
		};
	}
}
