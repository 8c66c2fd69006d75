import { api, type AutomaticTopUpView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { AmountEntry } from '$lib/shared/amountEntry.svelte';
import { isZero } from '$lib/shared/format/money';
import { Loadable } from '$lib/shared/loadable.svelte';

/** What the rule waits for. */
export type Trigger = 'below' | 'day';

const AMOUNTS = ['1000', '3000', '5000'];
const THRESHOLDS = ['500', '1000', '3000'];
/** Every month has these. */
export const LAST_DAY = 28;

/** The shopper's rule for topping up without asking. */
export class AutomaticTopUp extends Loadable<AutomaticTopUpView> {
	enabled = $state(false);
	trigger = $state<Trigger>('below');
	day = $state(1);
	/** Empty is the usual card. */
	cardId = $state('');
	saved = $state(false);
	missing = $state(false);
	readonly amount = new AmountEntry(AMOUNTS, '3000');
	readonly below = new AmountEntry(THRESHOLDS, '1000');
	readonly saving = new Action();

	constructor() {
		super(() => api.automaticTopUp());
	}

	/** Reads the rule and fills the form with it. */
	load = async (): Promise<void> => {
		await this.refresh();
		if (this.value) this.#show(this.value);
	};

	save = async (): Promise<void> => {
		const rule = this.#rule();
		this.missing = rule === null;
		if (!rule) return;
		this.saved = await this.saving.run(async () => {
			this.value = await api.setAutomaticTopUp(rule);
			this.#show(this.value);
		});
	};

	/** Something was changed after it was saved. */
	touch = (): void => {
		this.saved = false;
	};

	#show(rule: AutomaticTopUpView): void {
		this.enabled = rule.enabled;
		this.trigger = rule.dayOfMonth === null ? 'below' : 'day';
		this.day = rule.dayOfMonth ?? this.day;
		this.cardId = rule.cardId ?? '';
		// Who never had a rule has one of nothing: the form keeps what it proposes.
		if (!isZero(rule.amount)) this.amount.set(rule.amount);
		if (rule.below) this.below.set(rule.below);
	}

	/** The rule as it is on screen; `null` where an amount is missing. */
	#rule(): AutomaticTopUpView | null {
		const amount = this.amount.amount;
		const below = this.trigger === 'below' ? this.below.amount : null;
		if (!amount || (this.trigger === 'below' && !below)) return null;
		const dayOfMonth = this.trigger === 'day' ? this.day : null;
		return { enabled: this.enabled, amount, below, dayOfMonth, cardId: this.cardId || null };
	}
}
