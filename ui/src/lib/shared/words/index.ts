import type { ErrorView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { timeText } from '../format/dates';
import { amountText, isZero } from '../format/money';
import { DECLINE_WORDS, ERROR_WORDS, type ErrorCode } from './errors';

export { DECLINE_WORDS, ERROR_WORDS, type ErrorCode } from './errors';

/** What a screen says about a refusal. */
export interface RefusalWords {
	/** What happened. */
	title: string;
	/** What happened to the money. */
	money: string;
	/** What to do now. */
	next: string;
	/** To be copied for support. */
	code: string;
}

/** The words for a refusal; a code that is not known yet reads as `internal`, but keeps its own code. */
export function refusalWords(error: ErrorView): RefusalWords {
	const known = error.code in ERROR_WORDS ? (error.code as ErrorCode) : 'internal';
	const [title, money, next] = ERROR_WORDS[known];
	const hints = [next()];
	if (typeof error.triesLeft === 'number') hints.push(m.error_tries_left({ count: error.triesLeft }));
	if (error.left)
		hints.push(isZero(error.left) ? m.error_left_none() : m.error_left({ amount: amountText(error.left) }));
	if (error.retryAt) hints.push(m.error_retry_at({ time: timeText(error.retryAt) }));
	return { title: title(), money: money(), next: hints.join(m.word_space()), code: error.code };
}

/** The words for a card that refused, by the card company's reason. */
export function declineWords(reason: string | null): RefusalWords {
	const known = reason !== null && reason in DECLINE_WORDS ? reason : 'generic_decline';
	const [title, money, next] = DECLINE_WORDS[known as keyof typeof DECLINE_WORDS];
	return { title: title(), money: money(), next: next(), code: `charge.declined ${reason ?? ''}`.trim() };
}
