#include "imaging/burned_in/text_scan.h"

#include "imaging/burned_in/hidden_ends.h"
#include "imaging/burned_in/recogniser.h"
#include "imaging/burned_in/text_blocks.h"
#include "imaging/burned_in/text_class.h"
#include "imaging/burned_in/text_lines.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace medal::imaging::burned_in {
namespace {

/// How sure the recogniser is of a word.
constexpr double kSure = 0.8, kLikely = 0.6, kPossible = 0.4, kReadAtAll = 0.05;
/// How straight a line stands.
constexpr double kStraight = 0.8, kFairlyStraight = 0.7, kUneven = 0.6;
/// How much a line looks like print: clear print is always read, the rest while some budget is left.
constexpr double kPlainPrint = 0.85, kClearPrint = 0.75, kLikePrint = 0.6, kUnlikePrint = 0.35;
/// Of lines that do not look like print; what tissue makes up takes most of the time otherwise.
constexpr int kMostLikelyReads = 40, kMostDoubtfulReads = 10;
constexpr int kMostTurnedReads = 8;
/// How straight pieces below each other stand where they are a turned line, and not tissue or lines of a
/// text.
constexpr double kTurned = 0.85;
/// Of a line, that known lines cover: it is one of them, or (turned) letters that happen to stand below each
/// other.
constexpr Cover kCovered{0.8, kLikely}, kStacked{0.3, kLikely};

std::size_t different_letters(const std::string& text) {
    std::set<char> letters;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) letters.insert(c);
    }
    return letters.size();
}

/// Print tells itself by what is read, by how straight it stands, or by some of both; the figures were chosen
/// on 1 011 lines of print and 3 499 of tissue, of which 23 pass.
bool is_print(const TextLine& line, const Read& read) {
    if (read.letters(kSure) >= 3) return true;
    if (read.letters(kLikely) >= 4 && line.evenness >= kUneven) return true;
    if (read.letters(kLikely) >= 3 && line.evenness >= kUneven && line.pieces >= 4) return true;
    if (line.is_turned) return false;  // the marks of a ruler are as straight as print
    if (line.evenness >= kStraight && line.pieces >= 6 && different_letters(read.text()) >= 3) return true;
    return read.confidence >= kPossible && read.letters(kPossible) >= 2 && line.evenness >= kFairlyStraight &&
           line.pieces >= 5;
}

/// What nobody can read and no identifier stands beside.
bool is_nothing(const TextRegion& region) {
    return region.text_class != TextClass::identifier && region.confidence < kReadAtAll;
}

picture::Raster upside_down(const picture::Raster& picture) {
    auto turned = picture;
    std::reverse(turned.samples.begin(), turned.samples.end());
    return turned;
}

/// What may still be read of one picture.
struct Budget {
    int likely = kMostLikelyReads;
    int doubtful = kMostDoubtfulReads;
    int turned = kMostTurnedReads;

    bool allows(const TextLine& line) {
        if (line.is_turned) return line.evenness >= kTurned && turned-- > 0;
        if (line.likeness() >= kClearPrint) return true;
        if (line.likeness() >= kLikePrint) return likely-- > 0;
        return line.likeness() >= kUnlikePrint && doubtful-- > 0;
    }
};

std::vector<FoundLine> identifiers_of(std::span<const TextRegion> known) {
    std::vector<FoundLine> lines;
    for (const auto& region : known) {
        if (region.text_class == TextClass::identifier) lines.push_back({region});
    }
    return lines;
}

}  // namespace

struct TextScanner::State {
    Recogniser recogniser;

    Read read(const TextLine& line) {
        auto read = recogniser.read(line.strokes);
        if (!line.is_turned) return read;
        const auto& other = recogniser.read(upside_down(line.strokes));
        return other.letters(kLikely) > read.letters(kLikely) ? other : read;
    }

    void judge(const TextLine& line, const deid::Identifiers& identifiers, FoundLine& found) {
        const auto read = this->read(line);
        found.region.text_class = classify(read.text(), identifiers);
        found.region.confidence = read.confidence;
        // Of what is hardly read nothing is plain.
        found.is_technique = read.confidence >= kLikely && is_technique(read.text());
        found.is_sure = is_print(line, read);
    }
};

TextScanner::TextScanner() : state_(std::make_unique<State>()) {}

TextScanner::~TextScanner() = default;
TextScanner::TextScanner(TextScanner&&) noexcept = default;
TextScanner& TextScanner::operator=(TextScanner&&) noexcept = default;

std::vector<TextRegion> TextScanner::scan(const picture::Raster& raster, std::uint64_t frame,
                                          const deid::Identifiers& identifiers,
                                          std::span<const TextRegion> known) {
    const auto elsewhere = identifiers_of(known);
    std::vector<FoundLine> sure;
    std::vector<FoundLine> doubtful;
    Budget budget;
    if (!known.empty()) budget.likely = budget.doubtful = 0;
    for (const auto& line : find_lines(raster)) {
        FoundLine found{{frame, line.x, line.y, line.width, line.height}};
        const bool is_stack = line.is_turned && is_covered(sure, found.region, kStacked);
        found.colour = line.colour;
        found.is_clear = !line.is_turned && line.likeness() >= kPlainPrint;
        if (is_stack || is_covered(sure, found.region, kCovered)) {
            if (!line.is_turned && line.likeness() >= kClearPrint) lengthen_line(sure, found);
            continue;
        }
        if (is_covered(elsewhere, found.region, line.is_turned ? kStacked : kCovered)) continue;
        found.is_even = line.pieces >= 3 && line.likeness() >= kLikePrint;
        found.is_cut = line.y == 0 || line.y + line.height >= raster.height;
        if (budget.allows(line)) {
            state_->judge(line, identifiers, found);
        } else if (line.is_turned) {
            continue;
        }
        if (found.is_sure) {
            add_line(sure, found);
        } else {
            doubtful.push_back(found);
        }
    }
    auto lines = settle_blocks(std::move(sure), std::move(doubtful));
    cover_hidden_ends(lines, raster);
    std::vector<TextRegion> regions;
    for (const auto& line : lines) {
        if (!is_nothing(line.region)) regions.push_back(line.region);
    }
    return regions;
}

}  // namespace medal::imaging::burned_in
