import { createContext } from 'svelte';
import { onWalletEvent, type EventView } from '$lib/api';
import { Home } from '$lib/home/home.svelte';
import { Instruments } from '$lib/instrument/instruments.svelte';
import { History } from '$lib/order/history.svelte';
import { Rewards } from '$lib/reward/rewards.svelte';

/** What the pages of the main window share, so that going back to one shows it at once. */
export class Controllers {
	readonly home = new Home();
	readonly instruments = new Instruments();
	readonly history = new History();
	readonly rewards = new Rewards();

	/** Follows the wallet's events; answers how to stop. */
	follow(): () => void {
		return onWalletEvent((event) => this.#take(event));
	}

	/** Reads again what was read before. */
	refresh = (): void => {
		const { home, instruments, history, rewards } = this;
		for (const read of [home.view, instruments, history, rewards]) {
			if (read.value !== null || read.error !== null) void read.refresh();
		}
	};

	#take({ kind }: EventView): void {
		if (kind === 'checkoutChanged') void this.home.view.refresh();
		else this.refresh();
	}
}

export const [useControllers, provideControllers] = createContext<Controllers>();
