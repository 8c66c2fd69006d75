import type { ErrorView } from '$lib/api';

/** Whether the service answers, and as of when the screens are. */
export class Connection {
	offline = $state(false);
	/** The service no longer knows this device's session, or the wallet has locked itself. */
	closed = $state(false);
	/** When the service answered last, in milliseconds since 1970. */
	syncedAt = $state<number | null>(null);

	/** The service answered. */
	reached(): void {
		this.offline = false;
		this.closed = false;
		this.syncedAt = Date.now();
	}

	/** A call failed; only silence of the service counts as offline. */
	failed(error: ErrorView): void {
		if (error.code === 'device.service_unreachable') this.offline = true;
		if (error.code === 'session.invalid' || error.code === 'device.locked') this.closed = true;
	}
}

export const connection = new Connection();
