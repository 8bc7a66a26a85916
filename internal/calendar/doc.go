// Package calendar counts days as a French project does: working days, public holidays of the place where it works, and
// the last day of a delay. It is pure: it is told which day it is. It refuses time zones and sentences.
package calendar
