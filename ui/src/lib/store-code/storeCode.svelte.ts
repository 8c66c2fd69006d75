import {
	api,
	onPinAnswered,
	onWalletEvent,
	refusalOf,
	type ErrorView,
	type EventView,
	type OrderView,
	type StoreCodePicture
} from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';
import { connection } from '$lib/shared/connection.svelte';
import { scanOf } from './scan';

const SOON_MS = 30_000;
const SLOW_MS = 1500;
/** The clock may be off by less than a till would notice. */
const SKEW_LIMIT_S = 5;
const RETRY_MS = 5000;

/** What the connection was like when the code was made. */
interface Measure {
	latencyMs: number;
	/** The service's clock less ours. */
	skewMs: number;
}

/** The code that a till scans: made, counted down, renewed, and what became of it. */
export class StoreCode {
	picture = $state.raw<StoreCodePicture | null>(null);
	error = $state.raw<ErrorView | null>(null);
	/** A till used the code; `null` until the order is known. */
	order = $state.raw<OrderView | null>(null);
	used = $state(false);
	/** Shown large on white. */
	bright = $state(false);
	busy = $state(false);
	/** Opening the window that asks for the PIN. */
	readonly asking = new Action();
	#measure = $state.raw<Measure | null>(null);

	/** Follows the wallet's events and keeps a fresh code; answers how to stop. */
	start(): () => void {
		void this.renew();
		const stops = [
			onWalletEvent((event) => void this.#take(event)),
			onPinAnswered(({ purpose, done }) => {
				if (done && purpose.kind === 'storeCode') void this.renew();
			})
		];
		const timer = setInterval(() => void this.#keepFresh(), 1000);
		const retry = setInterval(() => void this.#retry(), RETRY_MS);
		return () => {
			stops.forEach((stop) => stop());
			clearInterval(timer);
			clearInterval(retry);
		};
	}

	/** The shopper wants each code to be asked for with the PIN. */
	get needsPin(): boolean {
		return this.error?.code === 'device.pin_required';
	}

	/** Opens the window that asks for it; the code follows by itself. */
	askPin = (): Promise<boolean> =>
		this.asking.run(async () => void (await api.askPin({ kind: 'storeCode' })));

	renew = async (): Promise<void> => {
		if (this.busy) return;
		this.busy = true;
		const asked = Date.now();
		try {
			const picture = await api.issueStoreCode();
			this.#show(picture, asked);
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
		this.busy = false;
	};

	/** After a payment, for the next. */
	next = async (): Promise<void> => {
		this.used = false;
		this.order = null;
		this.picture = null;
		await this.renew();
	};

	/** Until the code ends, by the service's clock. */
	get msLeft(): number {
		const end = this.picture?.code.expiresAt;
		return end ? Date.parse(end) - (seconds.now + (this.#measure?.skewMs ?? 0)) : 0;
	}

	/** What is left of the code's time, 0 to 1. */
	get shareLeft(): number {
		const code = this.picture?.code;
		if (!code) return 0;
		const whole = Date.parse(code.expiresAt) - Date.parse(code.issuedAt);
		return Math.min(1, Math.max(0, this.msLeft / whole));
	}

	get soon(): boolean {
		return this.msLeft <= SOON_MS;
	}

	/** Seconds that the service took, with one decimal; `null` before the first code. */
	get latencySeconds(): number | null {
		return this.#measure && Math.round(this.#measure.latencyMs / 100) / 10;
	}

	get slow(): boolean {
		return (this.#measure?.latencyMs ?? 0) > SLOW_MS;
	}

	/** Seconds by which this device's clock is off; `null` before the first code. */
	get skewSeconds(): number | null {
		return this.#measure && Math.abs(Math.round(this.#measure.skewMs / 1000));
	}

	get clockWrong(): boolean {
		return (this.skewSeconds ?? 0) > SKEW_LIMIT_S;
	}

	#show(picture: StoreCodePicture, asked: number): void {
		const answered = Date.now();
		const middle = (asked + answered) / 2;
		this.#measure = {
			latencyMs: answered - asked,
			skewMs: Date.parse(picture.code.issuedAt) - middle
		};
		this.picture = picture;
		this.error = null;
		connection.reached();
	}

	#refuse(error: ErrorView): void {
		this.error = error;
		this.picture = null;
		connection.failed(error);
	}

	async #keepFresh(): Promise<void> {
		if (this.picture && !this.used && this.msLeft <= 0) await this.renew();
	}

	async #retry(): Promise<void> {
		if (this.used && !this.order) await this.#findOrder();
		else if (this.error?.code === 'device.service_unreachable' && !this.used) await this.renew();
	}

	async #take({ kind }: EventView): Promise<void> {
		if (kind === 'storeCodeUsed') this.#end();
		if (kind === 'storeCodeUsed' || kind === 'orderChanged') await this.#findOrder();
	}

	#end(): void {
		this.used = true;
		this.bright = false;
	}

	/** The till's order, if the code on screen was scanned: read, not guessed from the event. */
	async #findOrder(): Promise<void> {
		const code = this.picture?.code;
		if (!code) return;
		try {
			const { orders } = await api.orders(null);
			const row = scanOf(code, orders);
			if (!row) return;
			this.order = await api.order(row.orderId);
			this.error = null;
			this.#end();
		} catch (cause) {
			this.error = refusalOf(cause);
		}
	}
}
