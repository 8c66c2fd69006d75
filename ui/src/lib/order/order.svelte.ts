import { api, onWalletEvent, type OrderView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** One order; it follows what happens to it while it is on screen. */
export class Order extends Loadable<OrderView> {
	/** Opening the page of the card's bank. */
	readonly opening = new Action();

	constructor(readonly orderId: string) {
		super(() => api.order(orderId));
	}

	openBank = (): Promise<boolean> =>
		this.opening.run(async () => void (await api.openOrderBankPage(this.orderId)));

	follow(): () => void {
		void this.refresh();
		return onWalletEvent(({ kind, objectId }) => {
			if (kind === 'orderChanged' && objectId === this.orderId) void this.refresh();
		});
	}
}
