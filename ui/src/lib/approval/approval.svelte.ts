import {
	api,
	refusalOf,
	type ApprovalScreen,
	type ApprovalView,
	type ErrorView,
	type FundingPreference
} from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';
import { language } from '$lib/shared/language.svelte';
import { Finger } from '$lib/shared/finger.svelte';
import { PinEntry } from '$lib/shared/pin.svelte';
import { OUTCOMES, PHASES, type Phase } from './phases';

/** How often the outcome is asked for while it is not known, in milliseconds. */
const ASK_EVERY = 2000;

/** The approval window: reads frozen terms, takes the PIN, and says what became of it. */
export class Approval {
	screen = $state.raw<ApprovalScreen | null>(null);
	result = $state.raw<ApprovalView | null>(null);
	error = $state.raw<ErrorView | null>(null);
	/** The shopper pressed the button that carries the amount. */
	armed = $state(false);
	triesLeft = $state<number | null>(null);
	/** The panel that changes the funding is open. */
	changing = $state(false);
	/** Since when the answer is awaited, in milliseconds since 1970. */
	askedAt = $state(0);
	readonly change = new Action();
	/** Opening the bank's page once more. */
	readonly opening = new Action();
	/** Closing the window, with or without a no. */
	readonly leaving = new Action();
	readonly finger = new Finger();
	/** A code of the authenticator app, or a recovery code. */
	factor = $state('');
	/** The shopper takes the PIN although a finger would do. */
	prefersPin = $state(false);
	readonly pin = new PinEntry(() => void this.#approveIfArmed());
	#phase = $state<Phase>('reading');
	#lockedUntil = $state<string | null>(null);

	get phase(): Phase {
		return this.#phase === 'ready' && this.msLeft <= 0 ? 'expired' : this.#phase;
	}

	/** Until the terms are void. */
	get msLeft(): number {
		const end = this.screen?.proposal.terms.expiresAt;
		return end ? Date.parse(end) - seconds.now : Number.POSITIVE_INFINITY;
	}

	/** RFC 3339, while wrong PINs lock the pad. */
	get lockedUntil(): string | null {
		const until = this.#lockedUntil;
		return until && Date.parse(until) > seconds.now ? until : null;
	}

	/** Reads the terms that the core has proposed and keeps. */
	read = (): Promise<void> => this.#propose(() => api.approvalTerms());

	/** Asks for fresh terms with the same wishes. */
	again = (): Promise<void> => {
		const preference = this.screen?.proposal.preference;
		return preference ? this.#propose(() => api.approvalChangeFunding(preference)) : this.read();
	};

	/** Asks for terms that are funded differently; a refusal leaves the old ones standing. */
	async fund(preference: FundingPreference): Promise<void> {
		const accepted = await this.change.run(async () => {
			this.#show(await api.approvalChangeFunding(preference));
		});
		if (accepted) this.changing = false;
	}

	get needsFactor(): boolean {
		return this.screen?.proposal.secondFactor ?? false;
	}

	/** What is asked for before the button does anything. */
	get lacksFactor(): boolean {
		return this.needsFactor && this.factor.trim() === '';
	}

	/** A finger approves. */
	get byFinger(): boolean {
		return !!this.screen?.fingerprint && !this.prefersPin;
	}

	/** The finger instead of the PIN, or the PIN instead of the finger. */
	changeMeans = async (): Promise<void> => {
		this.prefersPin = !this.prefersPin;
		this.armed = false;
		this.finger.error = null;
		if (this.finger.waiting) await api.stopFingerprint();
	};

	/** The button with the amount: it waits for a finger, or with the PIN in place approves, else asks for the PIN. */
	pay = (): void => {
		if (this.lacksFactor) return;
		if (this.byFinger) return void this.#touch();
		this.armed = true;
		if (this.pin.complete) void this.#approveIfArmed();
	};

	openBank = (): Promise<boolean> => this.opening.run(async () => void (await api.openApprovalBankPage()));

	/** While the outcome is not known it is asked for again and again; an `$effect` of the window. */
	followOutcome(): (() => void) | undefined {
		if (this.phase !== 'bank' && this.phase !== 'processing') return;
		const timer = setInterval(() => void this.#askOutcome(), ASK_EVERY);
		return () => clearInterval(timer);
	}

	decline = (): Promise<boolean> => this.#leave(() => api.declineApproval());

	close = (): Promise<boolean> => this.#leave(() => api.closeApproval());

	async #propose(propose: () => Promise<ApprovalScreen>): Promise<void> {
		this.#phase = 'reading';
		this.error = null;
		try {
			this.#show(await propose());
		} catch (cause) {
			this.error = refusalOf(cause);
			this.#phase = 'refused';
		}
	}

	#show(screen: ApprovalScreen): void {
		language.show(screen.language);
		this.screen = screen;
		this.result = null;
		this.error = null;
		this.armed = false;
		this.finger.error = null;
		this.pin.clear();
		this.factor = '';
		this.#phase = 'ready';
	}

	async #approveIfArmed(): Promise<void> {
		const proposalId = this.screen?.proposal.terms.proposalId;
		if (!this.armed || this.lacksFactor || this.phase !== 'ready' || !proposalId) return;
		this.#phase = 'verifying';
		this.triesLeft = null;
		this.askedAt = Date.now();
		try {
			this.result = await api.approve(this.pin.take(), proposalId, this.#secondFactor);
			this.#phase = OUTCOMES[this.result.outcome];
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
	}

	get #secondFactor(): string | null {
		return this.needsFactor ? this.factor.trim() : null;
	}

	async #touch(): Promise<void> {
		const proposalId = this.screen?.proposal.terms.proposalId;
		if (this.finger.waiting || this.phase !== 'ready' || !proposalId) return;
		this.askedAt = Date.now();
		try {
			const result = await this.finger.wait((steps) =>
				api.approveByFingerprint(proposalId, this.#secondFactor, steps)
			);
			if (!result) return;
			this.result = result;
			this.#phase = OUTCOMES[result.outcome];
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
	}

	/** A question that is not answered says nothing of the payment: the next one may be. */
	async #askOutcome(): Promise<void> {
		const result = await api.approvalOutcome().catch(() => null);
		if (!result || (this.phase !== 'bank' && this.phase !== 'processing')) return;
		this.result = result;
		this.error = null;
		this.#phase = OUTCOMES[result.outcome];
	}

	#refuse(error: ErrorView): void {
		this.error = error;
		this.triesLeft = error.code === 'approval.pin_wrong' ? (error.triesLeft ?? null) : null;
		this.#lockedUntil = error.code === 'approval.pin_locked' ? (error.retryAt ?? null) : null;
		if (error.code.startsWith('factor.')) this.factor = '';
		this.#phase = PHASES[error.code] ?? 'refused';
	}

	async #leave(leave: () => Promise<null>): Promise<boolean> {
		if (this.phase === 'verifying') return false;
		return this.leaving.run(async () => void (await leave()));
	}
}
