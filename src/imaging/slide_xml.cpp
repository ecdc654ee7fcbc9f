#include "imaging/slide_xml.h"

#include <algorithm>

namespace medal::imaging {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kLongestNumber = 64;

bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}
bool is_name(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' || letter == '.' ||
           letter == ':';
}

enum class Kind { start, end, text, nothing };

struct Part {
    Kind kind = Kind::nothing;
    XmlTag tag;
    std::string_view text;
};

/// Reads one part after the other; bad() where the text is no XML.
class Reader {
  public:
    explicit Reader(std::string_view xml) : xml_(xml) {}

    bool bad() const { return bad_; }

    std::optional<Part> next() {
        while (!bad_ && at_ < xml_.size() && xml_[at_] != '\0') {
            if (xml_[at_] != '<') return text();
            if (skip("<!--", "-->") || skip("<![CDATA[", "]]>") || skip("<?", "?>") || skip("<!", ">")) {
                continue;
            }
            return xml_.substr(at_).starts_with("</") ? end() : start();
        }
        return std::nullopt;
    }

  private:
    bool skip(std::string_view begin, std::string_view end) {
        if (!xml_.substr(at_).starts_with(begin)) return false;
        const auto found = xml_.find(end, at_ + begin.size());
        bad_ = found == std::string_view::npos;
        at_ = bad_ ? xml_.size() : found + end.size();
        return true;
    }

    std::optional<Part> fail() {
        bad_ = true;
        return std::nullopt;
    }

    Part text() {
        const auto begin = at_;
        at_ = std::min({xml_.find('<', at_), xml_.find('\0', at_), xml_.size()});
        return {Kind::text, {}, xml_.substr(begin, at_ - begin)};
    }

    std::string_view name() {
        const auto begin = at_;
        while (at_ < xml_.size() && is_name(xml_[at_])) ++at_;
        return xml_.substr(begin, at_ - begin);
    }
    void spaces() {
        while (at_ < xml_.size() && is_space(xml_[at_])) ++at_;
    }
    bool take(char wanted) {
        if (at_ >= xml_.size() || xml_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    std::optional<Part> end() {
        at_ += 2;
        Part part{Kind::end, {name(), {}, false}, {}};
        spaces();
        return take('>') ? std::optional{part} : fail();
    }

    std::optional<Part> start() {
        ++at_;
        Part part{Kind::start, {name(), {}, false}, {}};
        if (part.tag.name.empty()) return fail();
        while (true) {
            spaces();
            if (take('>')) return part;
            if (take('/')) {
                part.tag.closes_itself = true;
                return take('>') ? std::optional{std::move(part)} : fail();
            }
            const auto key = name();
            spaces();
            if (key.empty() || !take('=')) return fail();
            spaces();
            if (at_ >= xml_.size() || (xml_[at_] != '"' && xml_[at_] != '\'')) return fail();
            const auto close = xml_.find(xml_[at_], at_ + 1);
            if (close == std::string_view::npos) return fail();
            part.tag.attributes.emplace_back(key, xml_.substr(at_ + 1, close - at_ - 1));
            at_ = close + 1;
        }
    }

    std::string_view xml_;
    std::size_t at_ = 0;
    bool bad_ = false;
};

void write_tag(std::string& out, const XmlTag& tag, const XmlAttributes& attributes) {
    out += '<';
    out += tag.name;
    for (const auto& [key, value] : attributes) out += " " + key + "=\"" + value + "\"";
    out += tag.closes_itself ? "/>" : ">";
}

class Filter {
  public:
    explicit Filter(const XmlPolicy& policy) : policy_(policy) {}

    bool take(const Part& part) {
        if (part.kind == Kind::start) return open(part.tag);
        if (part.kind == Kind::end) return close(part.tag);
        const bool kept = !open_.empty() && dropped_from_ == 0 && policy_.keep_text(open_.back(), part.text);
        if (kept) out_ += part.text;
        return true;
    }
    std::optional<std::string> finish() {
        return open_.empty() && !out_.empty() ? std::optional{std::move(out_)} : std::nullopt;
    }

  private:
    bool open(const XmlTag& tag) {
        if (open_.size() >= kMaxDepth) return false;
        auto attributes = dropped_from_ == 0 ? policy_.keep(tag) : std::nullopt;
        if (attributes) write_tag(out_, tag, *attributes);
        if (tag.closes_itself) return true;
        open_.push_back(tag.name);
        if (!attributes && dropped_from_ == 0) dropped_from_ = open_.size();
        return true;
    }
    bool close(const XmlTag& tag) {
        if (open_.empty() || open_.back() != tag.name) return false;
        if (dropped_from_ == 0) out_ += "</" + std::string{tag.name} + ">";
        if (dropped_from_ == open_.size()) dropped_from_ = 0;
        open_.pop_back();
        return true;
    }

    const XmlPolicy& policy_;
    std::string out_;
    std::vector<std::string_view> open_;
    /// Depth of the outermost dropped element that is open; 0 for none.
    std::size_t dropped_from_ = 0;
};

}  // namespace

std::string_view XmlTag::attribute(std::string_view wanted) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& attribute) { return attribute.first == wanted; });
    return found != attributes.end() ? found->second : std::string_view{};
}

std::optional<std::string> filtered_xml(std::string_view xml, const XmlPolicy& policy) {
    Reader reader{xml};
    Filter filter{policy};
    while (const auto part = reader.next()) {
        if (!filter.take(*part)) return std::nullopt;
    }
    return reader.bad() ? std::nullopt : filter.finish();
}

bool walk_xml(
    std::string_view xml,
    const std::function<void(const XmlTag& tag, const std::vector<std::string_view>& around)>& see) {
    Reader reader{xml};
    std::vector<std::string_view> around;
    while (const auto part = reader.next()) {
        if (part->kind == Kind::end) {
            if (around.empty() || around.back() != part->tag.name) return false;
            around.pop_back();
        }
        if (part->kind != Kind::start) continue;
        see(part->tag, around);
        if (around.size() >= kMaxDepth) return false;
        if (!part->tag.closes_itself) around.push_back(part->tag.name);
    }
    return !reader.bad() && around.empty();
}

bool is_plain_number(std::string_view text) {
    return !text.empty() && text.size() <= kLongestNumber &&
           text.find_first_not_of("0123456789.+-eE \"") == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace medal::imaging
