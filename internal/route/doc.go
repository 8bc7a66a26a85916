// Package route is the way of a PV from its draft to the decision: who gives their visa on it and in which order, which
// branches give their opinion within which delay, who takes note of it. It is a state machine over facts that others
// read: pure, told which day it is. It refuses names of people, sentences, and to take a silence for an answer.
package route
