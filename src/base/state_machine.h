// State machines as constexpr tables: who may take which action from which state to which.
// The same table decides transitions and lists `allowed_actions`, so that UI and command line never guess.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace medal::base {

template <class State, class Action, class Who>
struct Transition {
    State from;
    Action action;
    State to;
    Who who;
};

/// The row for `action` from `from` that one of `parts` may take; nullptr if there is none.
template <class State, class Action, class Who>
constexpr const Transition<State, Action, Who>* find_transition(
    std::span<const Transition<State, Action, Who>> table, State from, Action action,
    std::span<const Who> parts) {
    for (const auto& row : table) {
        if (row.from != from || row.action != action) continue;
        for (const Who part : parts) {
            if (row.who == part) return &row;
        }
    }
    return nullptr;
}

/// Whether anyone at all may take `action` from `from`: tells "not now" (conflict) from "not you"
/// (forbidden).
template <class State, class Action, class Who>
constexpr bool is_possible(std::span<const Transition<State, Action, Who>> table, State from, Action action) {
    for (const auto& row : table) {
        if (row.from == from && row.action == action) return true;
    }
    return false;
}

/// What someone with these parts may do now, in the table's order, without doubles.
template <class State, class Action, class Who>
std::vector<Action> allowed_actions(std::span<const Transition<State, Action, Who>> table, State from,
                                    std::span<const Who> parts) {
    std::vector<Action> actions;
    for (const auto& row : table) {
        if (row.from != from || find_transition(table, from, row.action, parts) == nullptr) continue;
        bool seen = false;
        for (const Action action : actions) seen = seen || action == row.action;
        if (!seen) actions.push_back(row.action);
    }
    return actions;
}

}  // namespace medal::base
