import { api, type AppState, type PinAnswered, type PinPurpose, type SignUpView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';

/** The steps into the wallet, in their order. */
export type Step = 'welcome' | 'signIn' | 'locked' | 'details' | 'code' | 'join' | 'recover' | 'pin' | 'done';

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
	readonly sending = new Action();
	readonly confirming = new Action();
	readonly resending = new Action();
	/** Opening the window that asks for the PIN. */
	readonly asking = new Action();
	#onSignedIn: () => void;

	/** `onSignedIn` is called when the wallet of this device is open again. */
	constructor(onSignedIn: () => void) {
		this.#onSignedIn = onSignedIn;
	}

	/** Takes up where the shell says that this device is. */
	resume(state: AppState): void {
		if (state.stage === 'locked') this.step = 'locked';
		if (state.stage === 'passkey') this.step = 'pin';
		if (state.stage !== 'welcome') return;
		this.signUp = begun();
		if (this.signUp) this.step = 'code';
		else if (state.recovery) this.step = 'recover';
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

	/** The wallet is on another device, which lets this one in. */
	startJoin = (): void => {
		this.step = 'join';
	};

	/** All devices are gone: codes and a wait open the wallet on this one. */
	startRecovery = (): void => {
		this.step = 'recover';
	};

	/** Back to the first screen. */
	leaveJoin = (): void => {
		this.step = 'welcome';
	};

	/** This device was let in; its own passkey comes next. */
	joined = (): void => {
		this.step = 'pin';
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

	/** Opens the window that asks for the PIN; `answered` hears how it ended. */
	ask = (purpose: PinPurpose): Promise<boolean> =>
		this.asking.run(async () => void (await api.askPin(purpose)));

	answered = ({ purpose, done }: PinAnswered): void => {
		if (!done) return;
		if (purpose.kind === 'createPasskey') this.step = 'done';
		if (purpose.kind === 'signIn' || purpose.kind === 'unlock') this.#onSignedIn();
	};

	#keep(signUp: SignUpView | null): void {
		this.signUp = signUp;
		if (signUp) localStorage.setItem(KEY, JSON.stringify(signUp));
		else localStorage.removeItem(KEY);
	}
}
