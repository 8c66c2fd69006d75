import { api, type FundingPreference } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** Which of the two kinds of balance goes first. */
export type First = 'points' | 'gift';

function firstOf({ order = [] }: FundingPreference): First {
	const at = (kind: First) => (order.includes(kind) ? order.indexOf(kind) : order.length);
	return at('gift') < at('points') ? 'gift' : 'points';
}

/** The rule in a few words. */
export function orderText(preference: FundingPreference): string {
	const { usePoints, useGift } = preference;
	if (usePoints && useGift)
		return firstOf(preference) === 'points' ? m.order_value_points_gift() : m.order_value_gift_points();
	if (usePoints) return m.order_value_points();
	return useGift ? m.order_value_gift() : m.order_value_card();
}

/** The shopper's own rule for what a payment proposes. */
export class SpendingOrder extends Loadable<FundingPreference> {
	#changed = $state.raw<FundingPreference | null>(null);
	saved = $state(false);
	readonly saving = new Action();

	constructor() {
		super(() => api.fundingPreference());
	}

	/** As it is on screen. */
	get shown(): FundingPreference | null {
		return this.#changed ?? this.value;
	}

	get first(): First {
		return this.shown ? firstOf(this.shown) : 'points';
	}

	set first(first: First) {
		this.change({ order: first === 'points' ? ['points', 'gift', 'card'] : ['gift', 'points', 'card'] });
	}

	change(part: Partial<FundingPreference>): void {
		if (this.shown) this.#changed = { ...this.shown, ...part };
		this.saved = false;
	}

	save = async (): Promise<void> => {
		const chosen = this.shown;
		if (!chosen) return;
		this.saved = await this.saving.run(async () => {
			this.value = await api.setFundingPreference(chosen);
			this.#changed = null;
		});
	};
}
