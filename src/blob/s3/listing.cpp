#include "blob/s3/listing.h"

#include "base/time.h"

#include <array>
#include <ctime>
#include <utility>

namespace medal::blob::s3 {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};

std::string unescaped(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        std::size_t used = 1;
        char c = text.front();
        for (const auto& [entity, character] : kEntities) {
            if (!text.starts_with(entity)) continue;
            used = entity.size();
            c = character;
        }
        plain += c;
        text.remove_prefix(used);
    }
    return plain;
}

std::optional<ListedObject> parse_object(std::string_view xml) {
    const auto key = element(xml, "Key");
    const auto modified = element(xml, "LastModified");
    if (!key || !modified) return std::nullopt;
    const auto at = base::Scalar<base::Instant>::parse(*modified);
    if (!at) return std::nullopt;
    return ListedObject{*key, at->microseconds / base::kSecond_us};
}

}  // namespace

std::optional<std::string> element(std::string_view xml, std::string_view name) {
    const auto open = "<" + std::string{name} + ">";
    const auto start = xml.find(open);
    if (start == std::string_view::npos) return std::nullopt;
    const auto end = xml.find("</" + std::string{name} + ">", start);
    if (end == std::string_view::npos) return std::nullopt;
    return unescaped(xml.substr(start + open.size(), end - start - open.size()));
}

std::optional<Listing> parse_listing(std::string_view xml) {
    constexpr std::string_view kEnd = "</Contents>";
    if (xml.find("<ListBucketResult") == std::string_view::npos) return std::nullopt;
    Listing listing;
    listing.next_token = element(xml, "NextContinuationToken").value_or("");
    for (auto start = xml.find("<Contents>"); start != std::string_view::npos;
         start = xml.find("<Contents>", start + 1)) {
        const auto end = xml.find(kEnd, start);
        if (end == std::string_view::npos) return std::nullopt;
        const auto object = parse_object(xml.substr(start, end - start));
        if (!object) return std::nullopt;
        listing.objects.push_back(*object);
    }
    return listing;
}

std::optional<std::int64_t> parse_http_date(const std::string& text) {
    std::tm broken{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &broken);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return static_cast<std::int64_t>(::timegm(&broken));
}

}  // namespace medal::blob::s3
