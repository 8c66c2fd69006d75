import { api, type DevicePolicyView, type DeviceView, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { yen } from '$lib/shared/amountEntry.svelte';
import type { Devices } from './devices.svelte';

/** One device: its name, what is asked of it, and its end. */
export class DeviceDetail {
	name = $state('');
	lockAfter = $state('300');
	storeCodesUnverified = $state(false);
	/** Yen from which a second factor is asked; empty: never. */
	secondFrom = $state('');
	/** A fingerprint does as well as the PIN; it can only be turned off here. */
	fingerprint = $state(false);
	asking = $state(false);
	saved = $state(false);
	readonly saving = new Action();
	readonly revoking = new Action();
	#devices: Devices;
	#deviceId: string;
	/** As it was read: what the form does not show stays. */
	#read: DevicePolicyView | null = null;

	constructor(devices: Devices, deviceId: string) {
		this.#devices = devices;
		this.#deviceId = deviceId;
		this.#take(this.device);
	}

	get fingerprintBefore(): boolean {
		return this.device?.policy.verify === 'fingerprint';
	}

	get device(): DeviceView | undefined {
		return this.#devices.of(this.#deviceId);
	}

	/** To ask less of a device needs the PIN, which another window asks for. */
	save = async (): Promise<void> => {
		const change = { name: this.name.trim(), policy: this.#policy() };
		const deviceId = this.#deviceId;
		const saved = await this.saving.run(async () => void (await api.changeDevice(deviceId, change)));
		if (saved) await this.#kept();
		else if (this.saving.error?.code === 'device.proof_required')
			await this.saving.run(async () => void (await api.askPin({ kind: 'loosenDevice', deviceId, change })));
	};

	answered = ({ purpose, done }: PinAnswered): void => {
		if (done && purpose.kind === 'loosenDevice' && purpose.deviceId === this.#deviceId) void this.#kept();
	};

	async #kept(): Promise<void> {
		await this.#devices.refresh();
		this.#take(this.device);
		this.saved = true;
	}

	ask = (): void => {
		this.revoking.clear();
		this.asking = true;
	};

	/** It can do nothing from now on; answers whether that went through. */
	revoke = async (): Promise<boolean> => {
		// Where recovery codes would be all that is left, the first yes is answered by a question, and the second is meant.
		const codesOnly = this.revoking.error?.code === 'device.last_way_in_unconfirmed';
		const gone = await this.revoking.run(
			async () => void (await api.revokeDevice(this.#deviceId, codesOnly))
		);
		if (gone) {
			this.asking = false;
			await this.#devices.refresh();
		}
		return gone;
	};

	#policy(): DevicePolicyView | null {
		return (
			this.#read && {
				...this.#read,
				verify: this.fingerprint ? ('fingerprint' as const) : ('pin' as const),
				lockAfterSeconds: Number(this.lockAfter),
				secondFactorFrom: this.secondFrom === '' ? null : yen(this.secondFrom),
				storeCodesUnverified: this.storeCodesUnverified
			}
		);
	}

	#take(device: DeviceView | undefined): void {
		if (!device) return;
		this.name = device.name;
		this.#read = device.policy;
		this.fingerprint = device.policy.verify === 'fingerprint';
		this.secondFrom = device.policy.secondFactorFrom?.amount ?? '';
		this.lockAfter = String(device.policy.lockAfterSeconds);
		this.storeCodesUnverified = device.policy.storeCodesUnverified;
	}
}
