import type { SlipView, StoreChain } from '$lib/api';
import { m } from '$lib/paraglide/messages';

const LOPPI = [m.slip_loppi_1, m.slip_loppi_2, m.slip_loppi_3, m.slip_loppi_4];

const STEPS: Record<StoreChain, (() => string)[]> = {
	sevenEleven: [m.slip_seven_1, m.slip_seven_2, m.slip_seven_3],
	lawson: LOPPI,
	ministop: LOPPI,
	familyMart: [m.slip_family_1, m.slip_family_2, m.slip_loppi_3, m.slip_loppi_4],
	seicomart: [m.slip_seico_1, m.slip_seico_2, m.slip_seven_3]
};

const NUMBERS = [m.slip_number_reception, m.slip_number_confirm] as const;

/**
 * What a chain calls the slip's number and the second one, in the order in which it asks. Stripe's `payment_code`
 * is the first, its `confirmation_number` the second: 10 or 11 digits for which some machines ask as a phone number.
 */
const NAMES: Record<StoreChain, readonly (() => string)[]> = {
	sevenEleven: [m.slip_number_slip],
	familyMart: [m.slip_number_first, m.slip_number_second],
	lawson: NUMBERS,
	ministop: NUMBERS,
	seicomart: NUMBERS
};

/** The numbers that the counter or its machine asks for, by the names that stand there. */
export function slipNumbers({
	chain,
	number,
	confirmationNumber
}: SlipView): { name: string; digits: string }[] {
	const digits = [number, confirmationNumber].filter((one) => one !== null);
	return digits.map((one, index) => ({
		name: (NAMES[chain][index] ?? m.slip_number_confirm)(),
		digits: one
	}));
}

/** What to do at the counter of a chain. */
export function slipSteps(chain: StoreChain): string[] {
	return STEPS[chain].map((step) => step());
}

/** What to do at the bank. */
export function bankSteps(): string[] {
	return [m.bank_step1(), m.bank_step2(), m.bank_step3()];
}

const SHORT = 6;

/** Digits in groups of four, as they are read aloud; few of them stay together. */
export function grouped(digits: string): string {
	if (digits.length <= SHORT) return digits;
	return digits.match(/.{1,4}/g)?.join(' ') ?? digits;
}
