import { api, type FingerprintState, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';

/** Whether a finger does as well as the PIN on this device; the PIN turns it on, in its own window. */
export class Fingerprint {
	/** `null` before it was read. */
	state = $state<FingerprintState | null>(null);
	readonly changing = new Action();

	refresh = async (): Promise<void> => {
		await this.changing.run(async () => void (this.state = await api.fingerprintState()));
	};

	turn = async (on: boolean): Promise<void> => {
		if (on)
			return void (await this.changing.run(
				async () => void (await api.askPin({ kind: 'turnOnFingerprint' }))
			));
		await this.changing.run(async () => {
			await api.turnOffFingerprint();
			this.state = await api.fingerprintState();
		});
	};

	answered = ({ purpose, done }: PinAnswered): void => {
		if (done && purpose.kind === 'turnOnFingerprint') void this.refresh();
	};
}
