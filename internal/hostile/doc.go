// Package hostile makes files that ask whoever reads them for more than they are worth: a few kilobytes that inflate to
// gigabytes, lists that lead to lists, one thing named a thousand times. Tests of readers give them these, under a
// limit of memory that the system enforces.
package hostile
