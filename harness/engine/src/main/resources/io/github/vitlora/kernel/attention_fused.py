# Attention by libtorch's fused operator, which keeps one number a query instead of N probabilities.

def heads_of(self, qkv: Tensor, images: int, heads: int) -> Tensor:
  # (B N, 3 C) to (3, B, H, N, D), a view
  return qkv.view([images, -1, 3, heads, qkv.size(1) // 3 // heads]).permute([2, 0, 3, 1, 4])

def attend(self, qkv: Tensor, images: int, heads: int, width: int) -> List[Tensor]:
  # (B N, 3 C) to the heads' outputs, (B N, C), and what else the way back needs
  q, k, v = torch.unbind(self.heads_of(qkv, images, heads))
  mixed, normaliser = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v)
  return [mixed.transpose(1, 2).reshape([-1, width]), qkv, normaliser]

def attend_back(self, d: Tensor, s: List[Tensor], images: int, heads: int) -> Tensor:
  # d (B N, C), the gradient of the outputs, to that of queries, keys and values, (B N, 3 C)
  q, k, v = torch.unbind(self.heads_of(s[1], images, heads))
  head = q.size(3)
  dm = d.view([images, -1, heads, head]).transpose(1, 2)
  mixed = s[0].view([images, -1, heads, head]).transpose(1, 2)
  dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(
      dm, q, k, v, mixed, s[2], 0., False)
  all = torch.stack([dq.transpose(1, 2), dk.transpose(1, 2), dv.transpose(1, 2)], 2)
  return all.view([-1, 3 * heads * head])
