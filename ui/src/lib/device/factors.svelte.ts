import { api, type FactorsView, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

const KINDS = ['setUpTotp', 'removeTotp', 'renewRecoveryCodes'] as const;
export type FactorStep = (typeof KINDS)[number];

/** What there is beside passkeys; the PIN's window sets it up and takes it away. */
export class Factors extends Loadable<FactorsView> {
	readonly asking = new Action();

	constructor() {
		super(() => api.factors());
	}

	ask = (kind: FactorStep): Promise<boolean> =>
		this.asking.run(async () => void (await api.askPin({ kind })));

	heed = ({ purpose, done }: PinAnswered): void => {
		if (done && KINDS.some((kind) => kind === purpose.kind)) void this.refresh();
	};
}
