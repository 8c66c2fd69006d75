import { api, type Language } from '$lib/api';
import { overwriteGetLocale } from '$lib/paraglide/runtime';

const KEY = 'saifu.language';

/** The language of the screens. Messages read it, so that a change shows at once. */
class ScreenLanguage {
	/** The webview's own language says nothing (`C` in WebKitGTK): Japanese until chosen. */
	current = $state<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'ja');

	/** For `Intl`. */
	get tag(): string {
		return this.current === 'ja' ? 'ja-JP' : 'en-GB';
	}

	/** Shows another language without keeping it. */
	show(language: Language): void {
		this.current = language;
		document.documentElement.lang = language;
	}

	/** Changes it here, in the other windows and for next time. */
	async choose(language: Language): Promise<void> {
		this.show(language);
		localStorage.setItem(KEY, language);
		await api.setLanguage(language);
	}
}

export const language = new ScreenLanguage();
overwriteGetLocale(() => language.current);
