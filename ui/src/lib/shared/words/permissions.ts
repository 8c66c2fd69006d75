import type { PermissionView, StandingTerms } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { amountText } from '../format/money';

/** 「毎月」「2週間ごと」「注文のたび」. */
export function rhythmText({ frequency }: StandingTerms): string {
	if (!frequency || frequency.unit === 'variable') return m.permission_whenever();
	const { unit, value: count } = frequency;
	switch (unit) {
		case 'year':
			return count === 1 ? m.permission_yearly() : m.permission_years({ count });
		case 'month':
			return count === 1 ? m.permission_monthly() : m.permission_months({ count });
		case 'week':
			return count === 1 ? m.permission_weekly() : m.permission_weeks({ count });
		case 'day':
			return count === 1 ? m.permission_daily() : m.permission_days({ count });
	}
}

/** 「1回 980円まで・1か月 980円まで」. */
export function limitsText({ each, month }: StandingTerms): string {
	return m.permission_limits({ each: amountText(each), month: amountText(month) });
}

export const permissionState: Record<PermissionView['state'], () => string> = {
	beginning: m.permission_beginning,
	active: m.permission_active,
	paused: m.permission_paused,
	ended: m.permission_ended
};
