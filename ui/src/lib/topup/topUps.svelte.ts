import { api, onWalletEvent, type TopUpLimitsView, type TopUpView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';
import { topUpWaits } from '$lib/shared/words/topUps';

interface Loaded {
	topUps: TopUpView[];
	cursor: string | null;
	limits: TopUpLimitsView;
}

/** The top-ups that were loaded so far, newest first, and what can still be topped up. */
export class TopUps extends Loadable<Loaded> {
	readonly more = new Action();

	constructor() {
		super(() => api.topUps(null));
	}

	/** Not spendable yet. */
	get waiting(): TopUpView[] {
		return this.value?.topUps.filter(topUpWaits) ?? [];
	}

	/** Reads the next page; what is here already, because the list moved on meanwhile, is not listed twice. */
	loadMore = async (): Promise<void> => {
		const loaded = this.value;
		if (!loaded?.cursor) return;
		await this.more.run(async () => {
			const page = await api.topUps(loaded.cursor);
			const known = loaded.topUps.map((topUp) => topUp.topUpId);
			const fresh = page.topUps.filter((topUp) => !known.includes(topUp.topUpId));
			this.value = { ...page, topUps: [...loaded.topUps, ...fresh] };
		});
	};

	/** Follows what happens to top-ups; answers how to stop. */
	follow = (): (() => void) => {
		void this.refresh();
		return onWalletEvent(({ kind }) => {
			if (kind === 'topUpChanged') void this.refresh();
		});
	};
}
