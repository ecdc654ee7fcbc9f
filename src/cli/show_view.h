// How a command says its result: for a person, or with --json for a program.
#pragma once

#include "base/json.h"

#include <iostream>

namespace medal::cli {

enum class Output { plain, json };
constexpr Output output_of(bool json) {
    return json ? Output::json : Output::plain;
}

template <class View>
void show_view(const View& view, Output output, void (*print)(const View&)) {
    if (output == Output::plain) return print(view);
    std::cout << base::to_json(view) << '\n';
}

}  // namespace medal::cli
