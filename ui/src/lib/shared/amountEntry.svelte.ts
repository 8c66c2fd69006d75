import type { Amount } from '$lib/api';

/** Digits of the largest amount that can be typed: no wallet holds eight. */
const MOST_DIGITS = 7;

export const yen = (amount: string): Amount => ({ amount, currencyCode: 'JPY' });

/** An amount that is chosen from a few, or typed. */
export class AmountEntry {
	/** The chosen one; `null` while another is typed. */
	preset = $state<string | null>(null);
	typed = $state('');

	constructor(
		readonly presets: readonly string[],
		first: string | null
	) {
		this.preset = first;
	}

	/** What is asked for; `null` while nothing is. */
	get amount(): Amount | null {
		const digits = this.preset ?? this.typed;
		return digits === '' ? null : yen(digits);
	}

	choose = (preset: string | null): void => {
		this.preset = preset;
	};

	/** Takes digits only, also full-width ones and a pasted 「3,000円」. */
	type = (text: string): void => {
		const digits = text.normalize('NFKC').replace(/\D/g, '');
		this.typed = digits.replace(/^0+/, '').slice(0, MOST_DIGITS);
	};

	/** Shows an amount that is known already. */
	set(amount: Amount): void {
		const known = this.presets.includes(amount.amount);
		this.preset = known ? amount.amount : null;
		this.typed = known ? '' : amount.amount;
	}
}
