import { api, onWalletEvent, type RecoveryUnderWayView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** Whether another device is on the way into this wallet; the owner stops it here. */
export class Recovering extends Loadable<RecoveryUnderWayView> {
	readonly stopping = new Action();

	constructor() {
		super(() => api.recoveryUnderWay());
	}

	/** Follows what happens to the account; answers how to stop. */
	follow = (): (() => void) => {
		void this.refresh();
		return onWalletEvent(({ kind }) => {
			if (kind === 'accountChanged') void this.refresh();
		});
	};

	stop = async (): Promise<void> => {
		await this.stopping.run(async () => void (await api.stopRecovery()));
		await this.refresh();
	};
}
