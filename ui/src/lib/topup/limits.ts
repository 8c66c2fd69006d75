import type { TopUpLimitsView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { amountText, isZero } from '$lib/shared/format/money';

/** How much can be topped up now, and which of the limits says so. */
export function leftText(limits: TopUpLimitsView): string {
	const { leftNow, leftToday, leftThisMonth, leftOfBalance } = limits;
	const amount = amountText(leftNow);
	const binds = (figure: { amount: string }) => figure.amount === leftNow.amount;
	if (binds(leftOfBalance)) return isZero(leftNow) ? m.topup_left_full() : m.topup_left_balance({ amount });
	if (binds(leftThisMonth))
		return isZero(leftNow) ? m.topup_left_none_month() : m.topup_left_month({ amount });
	if (binds(leftToday)) return isZero(leftNow) ? m.topup_left_none_day() : m.topup_left_day({ amount });
	return m.topup_left_once({ amount });
}

/** Every limit with what is left of it. */
export function limitFacts(limits: TopUpLimitsView): { name: string; value: string }[] {
	return [
		{ name: m.topup_limit_once(), value: m.topup_limit_once_value(range(limits)) },
		{ name: m.topup_limit_day(), value: m.topup_limit_left({ amount: amountText(limits.leftToday) }) },
		{ name: m.topup_limit_month(), value: m.topup_limit_left({ amount: amountText(limits.leftThisMonth) }) },
		{ name: m.topup_limit_balance(), value: m.topup_limit_left({ amount: amountText(limits.leftOfBalance) }) }
	];
}

function range({ min, perTransaction }: TopUpLimitsView) {
	return { min: amountText(min), max: amountText(perTransaction) };
}
