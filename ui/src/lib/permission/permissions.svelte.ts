import { api, type PermissionsView, type PermissionView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** What shops may charge without asking. */
export class Permissions extends Loadable<PermissionsView> {
	constructor() {
		super(() => api.permissions());
	}

	get live(): PermissionView[] {
		return this.value?.permissions.filter(({ state }) => state !== 'ended') ?? [];
	}

	get ended(): PermissionView[] {
		return this.value?.permissions.filter(({ state }) => state === 'ended') ?? [];
	}

	of(permissionId: string): PermissionView | undefined {
		return this.value?.permissions.find((one) => one.permissionId === permissionId);
	}
}
