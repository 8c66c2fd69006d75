import { api, Refusal, type CardInput, type CardView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { brandOf, digitsOf, expiryOf, grouped, groupedExpiry, isWhole, passesLuhn } from './cardNumber';

/** The form for a card. What is typed leaves this object only towards the shell, and once. */
export class AddCard {
	number = $state('');
	expiry = $state('');
	cvc = $state('');
	linked = $state.raw<CardView | null>(null);
	readonly linking = new Action();

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
		const linked = await this.linking.run(async () => {
			this.linked = await api.linkCard(this.#input());
		});
		if (linked) this.number = this.expiry = this.cvc = '';
	};

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
