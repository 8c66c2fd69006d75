import { api, onWalletEvent, type OrderView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** One order; it follows what happens to it while it is on screen. */
export class Order extends Loadable<OrderView> {
	constructor(readonly orderId: string) {
		super(() => api.order(orderId));
	}

	follow(): () => void {
		void this.refresh();
		return onWalletEvent(({ kind, objectId }) => {
			if (kind === 'orderChanged' && objectId === this.orderId) void this.refresh();
		});
	}
}
