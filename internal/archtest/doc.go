// Package archtest keeps the layering of the house true: which package may import which, which third party is known
// where, and what must stay out of a binary's closure. It holds the table and the check; the test runs it over
// "go list".
package archtest
