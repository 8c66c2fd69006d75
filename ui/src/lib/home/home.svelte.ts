import { api, type AwaitingView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { minutes } from '$lib/shared/clock.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

const HIDE_KEY = 'saifu.hide-amounts';

/** Home: what the shopper has and what waits. */
export class Home {
	readonly view = new Loadable(() => api.home());
	readonly opening = new Action();
	/** Amounts are shown as dots; kept on this device. */
	hidden = $state(localStorage.getItem(HIDE_KEY) === 'yes');

	/** What still waits for an approval, newest first. */
	get awaiting(): AwaitingView[] {
		const all = this.view.value?.awaiting ?? [];
		return all.filter((one) => Date.parse(one.expiresAt) > minutes.now);
	}

	toggleHidden = (): void => {
		this.hidden = !this.hidden;
		localStorage.setItem(HIDE_KEY, this.hidden ? 'yes' : 'no');
	};

	/** Opens the approval window. */
	review(checkoutSessionId: string): Promise<boolean> {
		return this.opening.run(async () => void (await api.openCheckout(checkoutSessionId)));
	}
}
