// Package guided keeps the guided sessions of people who come and go, such as those at the pages of a server: one
// engine a campaign, one session a participant, wherever they sit. What a page sends may come late, twice, or from one
// that shows what is no more asked: a judgement says what it was made of, is recorded once, and is refused otherwise.
//
// It refuses to know pages, requests of HTTP, SQL, and to hold rules of the trade: the services that it calls do.
package guided
