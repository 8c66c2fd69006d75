import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { onWalletEvent, type ApprovalFinished, type EventView, type PurchaseView } from '$lib/api';
import { Devices } from '$lib/device/devices.svelte';
import { Home } from '$lib/home/home.svelte';
import { Instruments } from '$lib/instrument/instruments.svelte';
import { Redeem } from '$lib/instrument/redeem.svelte';
import { SpendingOrder } from '$lib/instrument/spendingOrder.svelte';
import { Permissions } from '$lib/permission/permissions.svelte';
import { History } from '$lib/order/history.svelte';
import { Passkeys } from '$lib/passkey/passkeys.svelte';
import { Rewards } from '$lib/reward/rewards.svelte';
import { TopUps } from '$lib/topup/topUps.svelte';

/** What the pages of the main window share, so that going back to one shows it at once. */
export class Controllers {
	readonly home = new Home();
	readonly instruments = new Instruments();
	readonly spendingOrder = new SpendingOrder();
	readonly history = new History();
	readonly rewards = new Rewards();
	readonly topUps = new TopUps();
	readonly devices = new Devices();
	readonly permissions = new Permissions();
	readonly passkeys = new Passkeys();
	/** Shared, because a link brings its code before the screen is there. */
	readonly redeem = new Redeem();
	/** Where what was bought here is seen, by the payment that is being approved. */
	#purchases = new SvelteMap<string, string>();

	/** Follows the wallet's events; answers how to stop. */
	follow(): () => void {
		return onWalletEvent((event) => this.#take(event));
	}

	/** Reads again what was read before. */
	refresh = (): void => {
		const { home, instruments, history, rewards, topUps, devices, permissions, passkeys } = this;
		const all = [home.view, instruments, history, rewards, topUps, devices, permissions, passkeys];
		for (const read of all) {
			if (read.value !== null || read.error !== null) void read.refresh();
		}
	};

	/** What was bought is seen at `path`, once its payment is approved. */
	expect({ checkoutSessionId }: PurchaseView, path: string): void {
		this.#purchases.set(checkoutSessionId, path);
	}

	/** Where to go after an approval; nowhere where the shopper did not pay. */
	pathAfter({ checkoutSessionId, orderId, outcome }: ApprovalFinished): string | null {
		const path = checkoutSessionId ? this.#purchases.get(checkoutSessionId) : undefined;
		if (checkoutSessionId) this.#purchases.delete(checkoutSessionId);
		if (outcome === 'canceled') return null;
		return path ?? (orderId ? `/orders/${orderId}` : null);
	}

	#take({ kind }: EventView): void {
		if (kind === 'checkoutChanged') void this.home.view.refresh();
		else this.refresh();
	}
}

export const [useControllers, provideControllers] = createContext<Controllers>();
