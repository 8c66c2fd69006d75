import { m } from '$lib/paraglide/messages';
import { formDayText } from '$lib/shared/format/dates';
import { amountText } from '$lib/shared/format/money';
import type { AutomaticTopUp } from './automatic.svelte';

/** The rule on screen as one sentence, so that nobody has to imagine what it does. */
export function previewText(rule: AutomaticTopUp, card: string): string {
	const [amount, below] = [rule.amount.amount, rule.below.amount];
	if (!rule.enabled || !amount) return m.auto_preview_off();
	if (rule.trigger === 'below')
		return below ? m.auto_preview_below({ below: amountText(below), card, amount: amountText(amount) }) : '';
	const sentence = m.auto_preview_day({ day: rule.day, card, amount: amountText(amount) });
	const { nextOn, dayOfMonth } = rule.value ?? {};
	if (!nextOn || dayOfMonth !== rule.day) return sentence;
	const next = formDayText(nextOn, Date.now());
	return sentence + m.word_space() + m.auto_preview_next({ date: next });
}
