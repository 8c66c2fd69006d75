import { api, type ReceiptView, type SavedReceipt } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** The receipt of one order, and its PDF. */
export class Receipt extends Loadable<ReceiptView> {
	saved = $state.raw<SavedReceipt | null>(null);
	readonly saving = new Action();
	readonly opening = new Action();

	constructor(readonly orderId: string) {
		super(() => api.receipt(orderId));
	}

	save = (): Promise<boolean> =>
		this.saving.run(async () => {
			this.saved = await api.saveReceipt(this.orderId);
		});

	open = (): Promise<boolean> =>
		this.opening.run(async () => {
			if (this.saved) await api.openReceipt(this.saved.path);
		});
}
