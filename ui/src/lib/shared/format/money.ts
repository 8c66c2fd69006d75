import type { Amount } from '$lib/api';
import { language } from '../language.svelte';
import { numberFormat } from './formatters';

/** An amount in three pieces, so that the unit can be set smaller: 「1,280」「円」 or "¥" "1,280". */
export interface AmountParts {
	before: string;
	figure: string;
	after: string;
}

const UNITS = new Set(['currency', 'literal']);

function formatter(currency: string): Intl.NumberFormat {
	// 「円」 is spoken and cannot turn into the full-width sign that webviews print for yen.
	const spoken = language.current === 'ja' && currency === 'JPY';
	return numberFormat(language.tag, {
		style: 'currency',
		currency,
		currencyDisplay: spoken ? 'name' : 'narrowSymbol'
	});
}

/** The amount as the language of the screen writes it, in pieces. */
export function amountParts({ amount, currencyCode }: Amount): AmountParts {
	const parts = { before: '', figure: '', after: '' };
	for (const part of formatter(currencyCode).formatToParts(amount as Intl.StringNumericLiteral)) {
		if (!UNITS.has(part.type)) parts.figure += part.value;
		else if (parts.figure === '') parts.before += part.value;
		else parts.after += part.value;
	}
	return parts;
}

/** The amount as one text: 「1,280円」, "¥1,280". */
export function amountText(amount: Amount): string {
	const { before, figure, after } = amountParts(amount);
	return before + figure + after;
}

/** The figure alone: 「1,280」. For points and tables whose head names the unit. */
export function figureText(amount: Amount): string {
	return amountParts(amount).figure;
}

/** Whether it is nothing. */
export function isZero(amount: Amount): boolean {
	return /^[0.]*$/.test(amount.amount);
}

/** Hundredths of a percent as percent: 100 → 「1」, 150 → 「1.5」. */
export function percentText(basisPoints: number): string {
	return numberFormat(language.tag, { maximumFractionDigits: 2 }).format(basisPoints / 100);
}
