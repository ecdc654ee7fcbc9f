#include "release/package.h"

namespace medal::base {

using release::Split;

std::string Scalar<Split>::to_text(const Split& split) {
    switch (split) {
        case Split::public_dev:
            return "public-dev";
        case Split::public_test:
            return "public-test";
        case Split::private_:
            return "private";
    }
    return "private";
}

std::optional<Split> Scalar<Split>::parse(std::string_view text) {
    for (const auto split : {Split::public_dev, Split::public_test, Split::private_}) {
        if (to_text(split) == text) return split;
    }
    return std::nullopt;
}

}  // namespace medal::base
