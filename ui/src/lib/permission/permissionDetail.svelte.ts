import {
	api,
	type Amount,
	type ChangePermissionRequest,
	type PermissionView,
	type PinAnswered
} from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { yen } from '$lib/shared/amountEntry.svelte';
import type { Permissions } from './permissions.svelte';

/** One permission: its limits, its pause, and its end. */
export class PermissionDetail {
	each = $state('');
	month = $state('');
	/** The question whether to end it is open. */
	asking = $state(false);
	saved = $state(false);
	readonly saving = new Action();
	readonly pausing = new Action();
	readonly ending = new Action();
	#permissions: Permissions;
	#id: string;

	constructor(permissions: Permissions, permissionId: string) {
		this.#permissions = permissions;
		this.#id = permissionId;
		this.#take(this.permission);
	}

	get permission(): PermissionView | undefined {
		return this.#permissions.of(this.#id);
	}

	type(field: 'each' | 'month', text: string): void {
		this[field] = text.normalize('NFKC').replace(/\D/g, '').replace(/^0+/, '').slice(0, 8);
		this.saved = false;
	}

	/** To allow more needs the PIN, which another window asks for. */
	save = async (): Promise<void> => {
		const [change, permissionId] = [this.#limits(), this.#id];
		const saved = await this.saving.run(async () => void (await api.changePermission(permissionId, change)));
		if (saved) await this.#kept();
		else if (this.saving.error?.code === 'permission.proof_required')
			await this.saving.run(
				async () => void (await api.askPin({ kind: 'raisePermission', permissionId, change }))
			);
	};

	answered = ({ purpose, done }: PinAnswered): void => {
		if (done && purpose.kind === 'raisePermission' && purpose.permissionId === this.#id) void this.#kept();
	};

	/** Pauses it, or lets it go on. */
	pause = async (paused: boolean): Promise<void> => {
		const change = { paused, each: null, month: null };
		const done = await this.pausing.run(async () => void (await api.changePermission(this.#id, change)));
		if (done) await this.#permissions.refresh();
	};

	ask = (): void => {
		this.ending.clear();
		this.asking = true;
	};

	end = async (): Promise<void> => {
		const ended = await this.ending.run(async () => void (await api.endPermission(this.#id)));
		if (!ended) return;
		this.asking = false;
		await this.#permissions.refresh();
	};

	async #kept(): Promise<void> {
		await this.#permissions.refresh();
		this.#take(this.permission);
		this.saved = true;
	}

	#limits(): ChangePermissionRequest {
		const amount = (text: string): Amount | null => (text === '' ? null : yen(text));
		return { paused: null, each: amount(this.each), month: amount(this.month) };
	}

	#take(permission: PermissionView | undefined): void {
		if (!permission) return;
		this.each = permission.terms.each.amount;
		this.month = permission.terms.month.amount;
	}
}
