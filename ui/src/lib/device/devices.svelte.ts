import { api, type DeviceView, type DevicesView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** The devices that may use this wallet. */
export class Devices extends Loadable<DevicesView> {
	constructor() {
		super(() => api.devices());
	}

	/** Those that may use it now, this one first. */
	get live(): DeviceView[] {
		const all = this.value?.devices.filter((device) => device.revokedAt === null) ?? [];
		return [...all].sort((a, b) => Number(b.current) - Number(a.current));
	}

	of(deviceId: string): DeviceView | undefined {
		return this.live.find((device) => device.deviceId === deviceId);
	}
}
