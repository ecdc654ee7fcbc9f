// Strong identifiers: UUIDv7 (RFC 9562, 5.7), so that ids sort by the time they were made.
// `CaseId` is not `ItemId`: each noun names its own tag.
#pragma once

#include "base/random.h"
#include "base/scalar.h"
#include "base/time.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace medal::base {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Uuid&) const = default;
};

/// 48 bits of milliseconds, then version, variant and 74 random bits.
Uuid make_uuid_v7(Instant now, Random& random);

std::string to_text(const Uuid& uuid);

/// Accepts the canonical 8-4-4-4-12 lower- or upper-case form only.
std::optional<Uuid> parse_uuid(std::string_view text);

template <class Tag>
struct Id {
    Uuid uuid{};

    auto operator<=>(const Id&) const = default;

    bool is_nil() const { return uuid == Uuid{}; }
    std::string text() const { return to_text(uuid); }
};

template <class Tag>
struct Scalar<Id<Tag>> {
    static constexpr std::string_view kFormat = "uuid";
    static std::string to_text(const Id<Tag>& id) { return base::to_text(id.uuid); }
    static std::optional<Id<Tag>> parse(std::string_view text) {
        const auto uuid = parse_uuid(text);
        return uuid ? std::optional<Id<Tag>>{Id<Tag>{*uuid}} : std::nullopt;
    }
};

using PersonId = Id<struct PersonTag>;
using CampaignId = Id<struct CampaignTag>;

}  // namespace medal::base

template <class Tag>
struct std::hash<medal::base::Id<Tag>> {
    std::size_t operator()(const medal::base::Id<Tag>& id) const noexcept {
        std::size_t value = 0;
        for (const auto byte : id.uuid.bytes) value = value * 131 + byte;
        return value;
    }
};
