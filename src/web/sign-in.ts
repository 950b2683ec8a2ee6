/** The pages behind the link of a sign-in letter. Opening it changes nothing: mail scanners open links. */
import { html } from 'ghtml'
import { Page } from './page.ts'

export function askToSignIn(token: string): Page {
  return new Page(
    'Sign in?',
    html`<form method="post" action="/sign-in">
<input type="hidden" name="token" value="${token}">
<button>Sign in</button>
</form>
<p>You did not ask for a code? Close this page, and nothing happens.</p>`,
  )
}

export function signedIn(email: string, token: string): Page {
  return new Page(
    'You are signed in',
    html`<p>This is the token of ${email}. Give it to the app or script that asks for it, and to nobody else.</p>
<p><textarea readonly rows="6" aria-label="Your token">${token}</textarea></p>
<p><a href="/docs">Try the API with it</a></p>`,
  )
}

export function signInEnded(): Page {
  return new Page(
    'This link has ended',
    html`<p>It was used already, or it is older than 15 minutes. Ask for a new letter where you wanted to sign in.</p>`,
    403,
  )
}
