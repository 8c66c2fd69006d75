import type { StoreChain } from '$lib/api';
import { m } from '$lib/paraglide/messages';

const LOPPI = [m.slip_loppi_1, m.slip_loppi_2, m.slip_loppi_3, m.slip_loppi_4];

const STEPS: Record<StoreChain, (() => string)[]> = {
	sevenEleven: [m.slip_seven_1, m.slip_seven_2, m.slip_seven_3],
	lawson: LOPPI,
	ministop: LOPPI,
	familyMart: [m.slip_family_1, m.slip_loppi_2, m.slip_loppi_3, m.slip_loppi_4],
	seicomart: [m.slip_seico_1, m.slip_seico_2, m.slip_seven_3]
};

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
