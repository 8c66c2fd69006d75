import { api, Refusal, type CardInput, type CardLink, type CardView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { brandOf, digitsOf, expiryOf, grouped, groupedExpiry, isWhole, passesLuhn } from './cardNumber';

/** The form for a card. What is typed leaves this object only towards the shell, and once. */
export class AddCard {
	number = $state('');
	expiry = $state('');
	cvc = $state('');
	linked = $state.raw<CardView | null>(null);
	/** The bank wants to see the shopper; the answer to it has this id. */
	confirmationId = $state<string | null>(null);
	readonly linking = new Action();
	readonly confirming = new Action();
	readonly opening = new Action();

	get brand(): string | null {
		return brandOf(digitsOf(this.number));
	}

	/** All digits are there and the check digit is not right. */
	get numberLooksWrong(): boolean {
		const digits = digitsOf(this.number);
		return isWhole(digits) && !passesLuhn(digits);
	}

	/** The code of the first thing that cannot be right, so that nobody waits for the processor to say it. */
	get #fault(): string | null {
		if (!isWhole(digitsOf(this.number)) || this.numberLooksWrong) return 'card.number_invalid';
		if (!expiryOf(this.expiry)) return 'card.expiry_invalid';
		return /^[0-9]{3,4}$/.test(this.cvc) ? null : 'card.cvc_invalid';
	}

	typeNumber = (text: string): void => {
		this.number = grouped(digitsOf(text));
	};

	typeExpiry = (text: string): void => {
		// Deleting the separator must not put it back at once.
		const deleting = text.length < this.expiry.length;
		this.expiry = deleting ? text : groupedExpiry(text);
	};

	typeCvc = (text: string): void => {
		this.cvc = digitsOf(text).slice(0, 4);
	};

	submit = async (): Promise<void> => {
		const sent = await this.linking.run(async () => this.#take(await api.linkCard(this.#input())));
		if (sent) this.number = this.expiry = this.cvc = '';
	};

	/** The shopper was at the bank's page. */
	confirm = async (): Promise<void> => {
		const id = this.confirmationId;
		if (id) await this.confirming.run(() => this.#confirm(id));
	};

	/** Opens the bank's page once more. */
	openBank = async (): Promise<void> => {
		await this.opening.run(async () => void (await api.openBankPage()));
	};

	/** Back to an empty form. */
	stop = (): void => {
		this.confirmationId = null;
		this.confirming.clear();
	};

	async #confirm(id: string): Promise<void> {
		const link = await api.confirmCard(id);
		this.#take(link);
		if (link.kind === 'bank')
			throw new Refusal({ code: 'card.action_required', message: 'still at the bank' });
	}

	#take(link: CardLink): void {
		this.linked = link.kind === 'linked' ? link.card : null;
		this.confirmationId = link.kind === 'bank' ? link.confirmationId : null;
	}

	#input(): CardInput {
		const fault = this.#fault;
		const expiry = expiryOf(this.expiry);
		if (fault || !expiry) throw new Refusal({ code: fault ?? 'card.expiry_invalid', message: 'not sent' });
		return {
			number: digitsOf(this.number),
			expiryMonth: expiry.month,
			expiryYear: expiry.year,
			cvc: this.cvc
		};
	}
}
