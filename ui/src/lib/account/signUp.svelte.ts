import { api, type AppState, type SignUpView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';
import { PinEntry } from '$lib/shared/pin.svelte';

/** The steps into the wallet, in their order. */
export type Step = 'welcome' | 'signIn' | 'details' | 'code' | 'pin' | 'pinAgain' | 'done';

const KEY = 'saifu.sign-up';
const CODE_LENGTH = 6;

/** A sign-up that was begun before the app was closed, while its code is still good. */
function begun(): SignUpView | null {
	const kept = localStorage.getItem(KEY);
	if (!kept) return null;
	const signUp = JSON.parse(kept) as SignUpView;
	return Date.parse(signUp.expiresAt) > Date.now() ? signUp : null;
}

/** From the first start to a wallet with a passkey. Each step is found again after a restart. */
export class SignUp {
	step = $state<Step>('welcome');
	name = $state('');
	email = $state('');
	code = $state('');
	signUp = $state.raw<SignUpView | null>(null);
	/** A new code was sent just now. */
	resent = $state(false);
	/** The second PIN was not the first. */
	differed = $state(false);
	readonly sending = new Action();
	readonly confirming = new Action();
	readonly resending = new Action();
	readonly creating = new Action();
	readonly opening = new Action();
	readonly first = new PinEntry(() => this.#askAgain());
	readonly second = new PinEntry(() => void this.#create());
	/** Opens the wallet that was closed on this device. */
	readonly key = new PinEntry(() => void this.#signIn());
	#onSignedIn: () => void;
	#chosen = '';

	/** `onSignedIn` is called when the wallet of this device is open again. */
	constructor(onSignedIn: () => void) {
		this.#onSignedIn = onSignedIn;
	}

	/** Takes up where the shell says that this device is. */
	resume(state: AppState): void {
		if (state.stage === 'passkey') this.step = 'pin';
		if (state.stage !== 'welcome') return;
		this.signUp = begun();
		if (this.signUp) this.step = 'code';
		else if (state.shopper) this.step = 'signIn';
	}

	/** Seconds until another code may be asked for. */
	get resendIn(): number {
		const at = this.signUp?.resendAt;
		return at ? Math.max(0, Math.ceil((Date.parse(at) - seconds.now) / 1000)) : 0;
	}

	start = (): void => {
		this.step = 'details';
	};

	changeEmail = (): void => {
		this.#keep(null);
		this.step = 'details';
	};

	send = async (): Promise<void> => {
		const sent = await this.sending.run(async () => {
			this.#keep(await api.signUp({ name: this.name.trim(), email: this.email.trim() }));
		});
		if (!sent) return;
		this.code = '';
		this.confirming.clear();
		this.step = 'code';
	};

	resend = async (): Promise<void> => {
		const signUpId = this.signUp?.signUpId;
		if (!signUpId) return;
		this.confirming.clear();
		this.resent = await this.resending.run(async () => this.#keep(await api.resendCode(signUpId)));
	};

	/** A whole code is checked at once. */
	typeCode = (text: string): void => {
		this.code = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
		if (this.code.length === CODE_LENGTH) void this.confirm();
	};

	confirm = async (): Promise<void> => {
		const signUpId = this.signUp?.signUpId;
		if (!signUpId) return;
		const confirmed = await this.confirming.run(async () => {
			await api.confirmEmail(signUpId, this.code);
		});
		this.code = '';
		if (!confirmed) return;
		this.#keep(null);
		this.step = 'pin';
	};

	choosePinAgain = (): void => {
		this.#chosen = '';
		this.first.clear();
		this.second.clear();
		this.creating.clear();
		this.step = 'pin';
	};

	#askAgain(): void {
		this.#chosen = this.first.take();
		this.differed = false;
		this.step = 'pinAgain';
	}

	async #signIn(): Promise<void> {
		const pin = this.key.take();
		const open = await this.opening.run(async () => void (await api.signIn(pin)));
		if (open) this.#onSignedIn();
	}

	async #create(): Promise<void> {
		const pin = this.second.take();
		this.differed = pin !== this.#chosen;
		if (this.differed) return this.choosePinAgain();
		const created = await this.creating.run(async () => void (await api.createPasskey(pin)));
		if (!created) return;
		this.#chosen = '';
		this.step = 'done';
	}

	#keep(signUp: SignUpView | null): void {
		this.signUp = signUp;
		if (signUp) localStorage.setItem(KEY, JSON.stringify(signUp));
		else localStorage.removeItem(KEY);
	}
}
