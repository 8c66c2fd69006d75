import { api, Refusal, type LotView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';

const GROUP = 4;
/** What the core looks at (`gift_picture.rs`), in bytes: larger files need not be read. */
const LARGEST_PICTURE = 12 * 1024 * 1024;

/** A gift code as it reads best: capitals in groups of four. */
export function readable(text: string): string {
	const plain = text
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[^0-9A-Z]/g, '');
	return plain.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** The first picture among files. */
export function pictureIn(files: FileList | null | undefined): File | undefined {
	return [...(files ?? [])].find((file) => file.type.startsWith('image/'));
}

/** A file in base64, as the core takes it. */
async function base64Of(file: File): Promise<string> {
	const url = await new Promise<string>((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => reject(new Refusal({ code: 'gift.picture_unreadable', message: 'not read' }));
		reader.readAsDataURL(file);
	});
	return url.slice(url.indexOf(',') + 1);
}

/** The form for a gift code: typed, pasted, from a picture or from a link. */
export class Redeem {
	code = $state('');
	lot = $state.raw<LotView | null>(null);
	pasteFailed = $state(false);
	/** The code in the field was read, not typed. */
	wasRead = $state(false);
	readonly redeeming = new Action();
	readonly reading = new Action();

	type = (text: string): void => {
		// Deleting a hyphen must not put it back at once.
		const deleting = text.length < this.code.length;
		this.#show(deleting ? text : readable(text));
	};

	/** The paste button: the whole clipboard. */
	paste = async (): Promise<void> => {
		try {
			await this.takeText(await navigator.clipboard.readText());
		} catch {
			// The webview may keep the clipboard to itself; then the keyboard is the way.
			this.pasteFailed = true;
		}
	};

	/** What was pasted may be a bare code, a mail around it or a link. */
	takeText = async (text: string): Promise<void> => {
		await this.reading.run(async () => {
			const code = await api.giftCodeInText(text);
			if (!code) throw new Refusal({ code: 'gift.paste_no_code', message: 'no code' });
			this.#take(code);
		});
	};

	/** A picture of the QR code: chosen, dropped or pasted. */
	takePicture = async (file: File): Promise<void> => {
		await this.reading.run(async () => {
			if (file.size > LARGEST_PICTURE)
				throw new Refusal({ code: 'gift.picture_too_large', message: 'not read' });
			this.#take(await api.giftCodeInPicture(await base64Of(file)));
		});
	};

	/** The code of a link that opened the app, if there is one. */
	takeLink = async (): Promise<boolean> => {
		const code = await api.takeGift();
		if (code) this.#take(code);
		return code !== null;
	};

	submit = async (): Promise<void> => {
		const redeemed = await this.redeeming.run(async () => {
			this.lot = await api.redeemGift(this.code);
		});
		if (redeemed) this.#show('');
	};

	again = (): void => {
		this.lot = null;
	};

	#take(code: string): void {
		this.lot = null;
		this.#show(readable(code));
		this.wasRead = true;
	}

	#show(code: string): void {
		this.code = code;
		this.wasRead = false;
		this.pasteFailed = false;
		this.redeeming.clear();
		this.reading.clear();
	}
}
