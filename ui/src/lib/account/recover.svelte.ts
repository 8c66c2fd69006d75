import { api, type DeviceRecovery } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';

const CODE_LENGTH = 6;

/** A wallet whose devices are gone comes to this one: address, two codes, and a wait that its owner can stop. */
export class Recover {
	email = $state('');
	code = $state('');
	recoveryCode = $state('');
	begun = $state.raw<DeviceRecovery | null>(null);
	/** The service was asked, and the wait goes on. */
	early = $state(false);
	readonly asking = new Action();
	readonly proving = new Action();
	readonly finishing = new Action();
	#onIn: () => void;

	/** `onIn` is called when this device is in; `begun` is what it began before a restart. */
	constructor(begun: DeviceRecovery | null, onIn: () => void) {
		this.begun = begun;
		this.#onIn = onIn;
	}

	/** Whether both codes are there to be sent. */
	get complete(): boolean {
		return this.code.length === CODE_LENGTH && this.recoveryCode.trim() !== '';
	}

	/** Whether the time is over that the owner has. */
	get ready(): boolean {
		const at = this.begun?.readyAt;
		return at ? Date.parse(at) <= seconds.now : false;
	}

	ask = (): Promise<boolean> =>
		this.asking.run(async () => {
			this.begun = await api.startRecovery(this.email.trim());
		});

	typeCode = (text: string): void => {
		this.code = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
	};

	prove = (): Promise<boolean> =>
		this.proving.run(async () => {
			this.begun = await api.proveRecovery(this.code, this.recoveryCode.trim());
		});

	/** Comes in, if the time is over. */
	finish = async (): Promise<void> => {
		let isIn = false;
		const answered = await this.finishing.run(async () => {
			isIn = (await api.finishRecovery()) !== null;
		});
		this.early = answered && !isIn;
		if (isIn) this.#onIn();
	};

	/** Begins anew on this device. */
	restart = async (): Promise<void> => {
		const left = await this.finishing.run(async () => void (await api.leaveRecovery()));
		if (!left) return;
		this.begun = null;
		[this.code, this.recoveryCode] = ['', ''];
		this.proving.clear();
	};
}
