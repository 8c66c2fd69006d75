import type { ErrorView } from '$lib/api';

/** Whether the service answers, and as of when the screens are. */
export class Connection {
	offline = $state(false);
	/** The service no longer knows this device's session. */
	signedOut = $state(false);
	/** When the service answered last, in milliseconds since 1970. */
	syncedAt = $state<number | null>(null);

	/** The service answered. */
	reached(): void {
		this.offline = false;
		this.signedOut = false;
		this.syncedAt = Date.now();
	}

	/** A call failed; only silence of the service counts as offline. */
	failed(error: ErrorView): void {
		if (error.code === 'device.service_unreachable') this.offline = true;
		if (error.code === 'session.invalid') this.signedOut = true;
	}
}

export const connection = new Connection();
