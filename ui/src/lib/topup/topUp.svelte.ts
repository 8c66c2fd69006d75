import { api, onWalletEvent, type TopUpScreen } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** One top-up; it follows what happens to it while it is on screen. */
export class TopUp extends Loadable<TopUpScreen> {
	/** The question whether to call it off is on screen. */
	asking = $state(false);
	readonly cancellation = new Action();
	readonly visit = new Action();

	constructor(readonly topUpId: string) {
		super(() => api.topUp(topUpId));
	}

	/** Nobody has paid it yet, so that it can be called off. */
	get isOpen(): boolean {
		const { method, state } = this.value?.topUp ?? {};
		return state === 'pending' && method !== 'card';
	}

	ask = (): void => {
		this.cancellation.clear();
		this.asking = true;
	};

	keep = (): void => {
		this.asking = false;
	};

	cancel = async (): Promise<void> => {
		const canceled = await this.cancellation.run(async () => {
			this.value = await api.cancelTopUp(this.topUpId);
		});
		if (canceled) this.asking = false;
		else await this.refresh();
	};

	/** The sandbox's page that plays the store and the bank. */
	visitSandbox = async (): Promise<void> => {
		await this.visit.run(async () => void (await api.openSandboxStore(this.topUpId)));
	};

	follow = (): (() => void) => {
		void this.refresh();
		return onWalletEvent(({ kind, objectId }) => {
			if (kind === 'topUpChanged' && objectId === this.topUpId) void this.refresh();
		});
	};
}
